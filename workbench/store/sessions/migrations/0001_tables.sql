-- What is kept, and the rows each may reach.
--
-- Nobody has a grant on a table: people call functions. Those run as one of two roles without login:
--   the owner   functions of people; row security is forced on it too, by who logged in, so that a
--               function with a mistake still cannot hand out another's row
--   the keeper  the few functions that must look across rows: marking, and others' ratings
--
-- Documents are kept as the exact text, which digests cover, and as JSONB made from it.

SET LOCAL ROLE @owner@;

CREATE FUNCTION @schema@.as_document(_body text) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    -- JSONB cannot hold the character NUL, which JSON may: there it reads as its picture.
    SELECT (CASE WHEN strpos(_body, '\u0000') = 0 THEN _body
        ELSE regexp_replace(_body, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\u2400', 'g') END)::jsonb
$$;

CREATE TABLE @schema@.migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Whole: it names the gold. Only leads.
CREATE TABLE @schema@.sessions (
    id text PRIMARY KEY,
    body text NOT NULL CHECK (octet_length(body) <= 67108864),
    document jsonb GENERATED ALWAYS AS (@schema@.as_document(body)) STORED,
    blocks jsonb NOT NULL, -- axis -> the score from which it blocks a task
    pause_after integer NOT NULL,
    onboarding_pass double precision NOT NULL,
    forgiven jsonb NOT NULL, -- reviewer -> misses before the lead ended a pause
    channel text NOT NULL, -- where leads listen; unguessable, so that nobody else does
    made_in xid8 NOT NULL DEFAULT pg_current_xact_id() -- restoring ends with this transaction
);

-- What reviewers may know of it.
CREATE TABLE @schema@.briefs (
    session text PRIMARY KEY REFERENCES @schema@.sessions,
    document jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('planned', 'blind', 'revealed', 'closed')),
    lease_s double precision NOT NULL CHECK (lease_s > 0),
    skip_needs_reason boolean NOT NULL,
    onboards boolean NOT NULL -- everybody begins with onboarding
);

-- Rows that a submission changes by what is secret have noise at both ends and no NULL between: a
-- log record of a change then is as long whatever changed, which EXPLAIN tells whoever submits.
-- Transactions are kept where a caller must not see the effect before it is there for good: who
-- could, would take it back and know.
CREATE TABLE @schema@.members (
    noise uuid NOT NULL DEFAULT gen_random_uuid(),
    session text NOT NULL REFERENCES @schema@.sessions,
    person text NOT NULL,
    part text NOT NULL CHECK (part IN ('lead', 'reviewer')),
    admitted_in xid8 NOT NULL DEFAULT '0', -- onboarding is passed
    paused_in xid8 NOT NULL DEFAULT '0', -- by the session's rule
    more_noise uuid NOT NULL DEFAULT gen_random_uuid(),
    PRIMARY KEY (session, person, part)
) WITH (fillfactor = 50);
CREATE INDEX ON @schema@.members (person, part);

-- Apart from the sessions, since every change touches it.
CREATE TABLE @schema@.counters (
    session text PRIMARY KEY REFERENCES @schema@.sessions,
    orders bigint NOT NULL DEFAULT 0,
    changes bigint NOT NULL DEFAULT 0,
    adjudications integer NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- A reviewer's own queue: nothing here tells why a task is in it, but for practice.
CREATE TABLE @schema@.items (
    session text NOT NULL REFERENCES @schema@.sessions,
    id text NOT NULL,
    reviewer text NOT NULL,
    task_id text NOT NULL,
    position integer NOT NULL,
    practice boolean NOT NULL,
    state text NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'draft', 'submitted', 'cannot_judge', 'skipped')),
    held_until timestamptz,
    skip_reason text NOT NULL DEFAULT '',
    PRIMARY KEY (session, id)
) WITH (fillfactor = 80);
CREATE INDEX ON @schema@.items (session, reviewer, position);
CREATE INDEX ON @schema@.items (session, task_id);
CREATE INDEX items_left ON @schema@.items (session, reviewer, position)
    WHERE state IN ('open', 'draft');
CREATE INDEX items_practice ON @schema@.items (session, reviewer) WHERE practice;

-- Why each task is in it. Every assignment has a row of the same shape, and every submission does
-- the same reads and writes here, so that no counter of the server tells gold from other tasks.
CREATE TABLE @schema@.secrets (
    noise uuid NOT NULL DEFAULT gen_random_uuid(),
    session text NOT NULL,
    assignment text NOT NULL,
    reviewer text NOT NULL,
    kind character(10) NOT NULL -- as long whatever it is, for the same reason
        CHECK (kind IN ('single', 'overlap', 'extra', 'onboarding', 'gold', 'repeat')),
    known jsonb NOT NULL, -- axis -> [score, blocks from]; of other tasks that of some gold task
    told text, -- the feedback of an onboarding task
    axes integer NOT NULL DEFAULT 0, -- compared
    hits integer NOT NULL DEFAULT -1, -- of them within one level and on the right side
    missed boolean NOT NULL DEFAULT false, -- an axis was scored and is no hit
    more_noise uuid NOT NULL DEFAULT gen_random_uuid(),
    PRIMARY KEY (session, assignment),
    FOREIGN KEY (session, assignment) REFERENCES @schema@.items
) WITH (fillfactor = 80);
CREATE INDEX ON @schema@.secrets (session, reviewer);

-- The current review of an item; it has a row from the first save on.
CREATE TABLE @schema@.reviews (
    session text NOT NULL,
    assignment text NOT NULL,
    reviewer text NOT NULL,
    sequence integer NOT NULL,
    body text NOT NULL CHECK (octet_length(body) <= 67108864),
    document jsonb GENERATED ALWAYS AS (@schema@.as_document(body)) STORED,
    PRIMARY KEY (session, assignment),
    FOREIGN KEY (session, assignment) REFERENCES @schema@.items
);

-- Raw votes, for ever: there is no function that changes or removes one.
CREATE TABLE @schema@.submissions (
    session text NOT NULL,
    assignment text NOT NULL,
    reviewer text NOT NULL,
    number integer NOT NULL CHECK (number >= 1),
    ordered bigint NOT NULL,
    seen boolean NOT NULL, -- made when others' could be read
    request text NOT NULL CHECK (length(request) <= 200),
    digest text NOT NULL,
    body text NOT NULL CHECK (octet_length(body) <= 67108864),
    document jsonb GENERATED ALWAYS AS (@schema@.as_document(body)) STORED,
    PRIMARY KEY (session, assignment, number),
    UNIQUE (session, ordered),
    FOREIGN KEY (session, assignment) REFERENCES @schema@.items
);

CREATE UNIQUE INDEX ON @schema@.submissions (session, reviewer, request) WHERE request <> '';

CREATE TABLE @schema@.feedback (
    session text NOT NULL,
    assignment text NOT NULL,
    reviewer text NOT NULL,
    body text NOT NULL,
    made_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (session, assignment),
    FOREIGN KEY (session, assignment) REFERENCES @schema@.items
);

-- Runs tell what somebody probed, so they are a reviewer's own.
CREATE TABLE @schema@.runs (
    session text NOT NULL REFERENCES @schema@.sessions,
    reviewer text NOT NULL,
    id text NOT NULL,
    body text NOT NULL CHECK (octet_length(body) <= 67108864),
    document jsonb GENERATED ALWAYS AS (@schema@.as_document(body)) STORED,
    PRIMARY KEY (session, reviewer, id)
);

-- By leads; the session's rule marks a member.
CREATE TABLE @schema@.pauses (
    session text NOT NULL REFERENCES @schema@.sessions,
    reviewer text NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (session, reviewer)
);

CREATE TABLE @schema@.adjudications (
    session text NOT NULL REFERENCES @schema@.sessions,
    number integer NOT NULL,
    task_id text NOT NULL,
    body text NOT NULL CHECK (octet_length(body) <= 67108864),
    document jsonb GENERATED ALWAYS AS (@schema@.as_document(body)) STORED,
    PRIMARY KEY (session, number)
);

CREATE TYPE @schema@.item AS (
    id text, task_id text, position integer, practice boolean, state text,
    held_until double precision, skip_reason text
);

GRANT SELECT, INSERT ON @schema@.sessions, @schema@.briefs, @schema@.members, @schema@.counters,
    @schema@.items, @schema@.secrets, @schema@.submissions, @schema@.feedback, @schema@.pauses
    TO @keeper@;
GRANT SELECT, INSERT ON @schema@.reviews TO @keeper@;
GRANT INSERT ON @schema@.runs, @schema@.adjudications TO @keeper@;
GRANT UPDATE ON @schema@.counters TO @keeper@;
GRANT UPDATE (noise, admitted_in, paused_in, more_noise) ON @schema@.members TO @keeper@;
GRANT UPDATE (state, skip_reason) ON @schema@.items TO @keeper@;
GRANT UPDATE (noise, axes, hits, missed, more_noise) ON @schema@.secrets TO @keeper@;

SET LOCAL ROLE @keeper@;

-- Who the caller is, the login says: @me@ stands for `session_user`, which neither SET ROLE nor a
-- function changes.

CREATE FUNCTION @schema@.led() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
    SELECT session FROM @schema@.members
    WHERE person = @me@ AND part = 'lead'
        AND pg_has_role(session_user, '@lead_name@', 'MEMBER')
$$;

CREATE FUNCTION @schema@.reviewed() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
    SELECT session FROM @schema@.members WHERE person = @me@ AND part = 'reviewer'
$$;

SET LOCAL ROLE @owner@;

ALTER TABLE @schema@.migrations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.briefs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.members ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.counters ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.items ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.secrets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.reviews ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.submissions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.feedback ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.runs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.pauses ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @schema@.adjudications ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY everybody ON @schema@.migrations TO @owner@ USING (true) WITH CHECK (true);

CREATE POLICY leads ON @schema@.sessions TO @owner@
    USING (id IN (SELECT @schema@.led())) WITH CHECK (id IN (SELECT @schema@.led()));
CREATE POLICY leads ON @schema@.counters TO @owner@ USING (session IN (SELECT @schema@.led()));
CREATE POLICY leads ON @schema@.secrets TO @owner@
    USING (session IN (SELECT @schema@.led())) WITH CHECK (session IN (SELECT @schema@.led()));
CREATE POLICY leads ON @schema@.adjudications TO @owner@
    USING (session IN (SELECT @schema@.led())) WITH CHECK (session IN (SELECT @schema@.led()));

CREATE POLICY leads ON @schema@.briefs TO @owner@
    USING (session IN (SELECT @schema@.led())) WITH CHECK (session IN (SELECT @schema@.led()));
CREATE POLICY reviewers ON @schema@.briefs FOR SELECT TO @owner@
    USING (session IN (SELECT @schema@.reviewed()));
CREATE POLICY leads ON @schema@.members TO @owner@
    USING (session IN (SELECT @schema@.led())) WITH CHECK (session IN (SELECT @schema@.led()));
CREATE POLICY own ON @schema@.members FOR SELECT TO @owner@ USING (person = @me@);

CREATE POLICY leads ON @schema@.items TO @owner@
    USING (session IN (SELECT @schema@.led())) WITH CHECK (session IN (SELECT @schema@.led()));
CREATE POLICY own ON @schema@.items FOR SELECT TO @owner@ USING (reviewer = @me@);
CREATE POLICY own_changes ON @schema@.items FOR UPDATE TO @owner@
    USING (reviewer = @me@) WITH CHECK (reviewer = @me@);

CREATE POLICY leads ON @schema@.reviews FOR SELECT TO @owner@
    USING (session IN (SELECT @schema@.led()));
CREATE POLICY own ON @schema@.reviews TO @owner@
    USING (reviewer = @me@) WITH CHECK (reviewer = @me@);
CREATE POLICY leads ON @schema@.submissions FOR SELECT TO @owner@
    USING (session IN (SELECT @schema@.led()));
CREATE POLICY own ON @schema@.submissions FOR SELECT TO @owner@
    USING (reviewer = @me@);
CREATE POLICY own_new ON @schema@.submissions FOR INSERT TO @owner@
    WITH CHECK (reviewer = @me@);

CREATE POLICY leads ON @schema@.runs FOR SELECT TO @owner@
    USING (session IN (SELECT @schema@.led()));
CREATE POLICY own ON @schema@.runs TO @owner@
    USING (reviewer = @me@) WITH CHECK (reviewer = @me@);
CREATE POLICY leads ON @schema@.feedback TO @owner@
    USING (session IN (SELECT @schema@.led())) WITH CHECK (session IN (SELECT @schema@.led()));
CREATE POLICY own ON @schema@.feedback FOR SELECT TO @owner@ USING (reviewer = @me@);
CREATE POLICY leads ON @schema@.pauses TO @owner@
    USING (session IN (SELECT @schema@.led())) WITH CHECK (session IN (SELECT @schema@.led()));
CREATE POLICY own ON @schema@.pauses FOR SELECT TO @owner@ USING (reviewer = @me@);

-- The keeper's: no more than marking, others' ratings and restoring take (see the grants).
CREATE POLICY keeper ON @schema@.sessions TO @keeper@ USING (true) WITH CHECK (true);
CREATE POLICY keeper ON @schema@.briefs TO @keeper@ USING (true) WITH CHECK (true);
CREATE POLICY keeper ON @schema@.members TO @keeper@ USING (true) WITH CHECK (true);
CREATE POLICY keeper ON @schema@.counters TO @keeper@ USING (true) WITH CHECK (true);
CREATE POLICY keeper ON @schema@.items TO @keeper@ USING (true) WITH CHECK (true);
CREATE POLICY keeper ON @schema@.reviews TO @keeper@ USING (true) WITH CHECK (true);
CREATE POLICY keeper ON @schema@.runs FOR INSERT TO @keeper@ WITH CHECK (true);
CREATE POLICY keeper ON @schema@.adjudications FOR INSERT TO @keeper@ WITH CHECK (true);
CREATE POLICY keeper ON @schema@.secrets TO @keeper@ USING (true) WITH CHECK (true);
CREATE POLICY keeper ON @schema@.submissions TO @keeper@ USING (true) WITH CHECK (true);
CREATE POLICY keeper ON @schema@.feedback TO @keeper@ USING (true) WITH CHECK (true);
CREATE POLICY keeper ON @schema@.pauses TO @keeper@ USING (true) WITH CHECK (true);
