-- What must look across rows. Owned by the keeper; people call only `others` and `lead_create`.

SET LOCAL ROLE @keeper@;

CREATE FUNCTION @schema@.known_session(_session text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
    SELECT EXISTS (SELECT FROM @schema@.briefs WHERE session = _session)
$$;

-- Something changed: boards that listen look again. The payload says nothing.
CREATE FUNCTION @schema@.stir(_session text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    UPDATE @schema@.counters SET changes = changes + 1 WHERE session = _session;
    PERFORM pg_notify(channel, '') FROM @schema@.sessions WHERE id = _session;
END $$;

-- The next place among the session's submissions. The row stays locked until the transaction
-- ends, so that places are given in the order of acknowledgement and none is left out.
CREATE FUNCTION @schema@.next_order(_session text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _order bigint;
BEGIN
    UPDATE @schema@.counters SET orders = orders + 1, changes = changes + 1
    WHERE session = _session RETURNING orders INTO _order;
    PERFORM pg_notify(channel, '') FROM @schema@.sessions WHERE id = _session;
    RETURN _order;
END $$;

-- Compare a first submission with what is known, by the rules of `workbench.model.gold`: what comes
-- later may have been said with the answer in hand. Without one it is the review that is about to
-- be submitted. The same rows are read and written for every kind, and secrets stay inside
-- statements: nothing a caller can switch on prints them.
CREATE FUNCTION @schema@.compare(_session text, _assignment text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    UPDATE @schema@.secrets s SET axes = g.axes, hits = g.hits, missed = g.scored > g.hits,
        noise = gen_random_uuid(), more_noise = gen_random_uuid()
    FROM (
        SELECT count(*)::int AS axes, count(a.said)::int AS scored, count(*) FILTER (
            WHERE abs(a.said - a.true) <= 1 AND (a.said >= a.blocks) = (a.true >= a.blocks)
        )::int AS hits
        FROM (
            SELECT (k.value->>0)::int AS true, (k.value->>1)::int AS blocks,
                CASE WHEN coalesce(v.review->>'cannot_judge', '') = ''
                    THEN (v.review #>> ARRAY['ratings', k.key, 'score'])::int END AS said
            FROM @schema@.secrets t
            CROSS JOIN LATERAL jsonb_each(t.known) k
            CROSS JOIN (
                SELECT coalesce((
                    SELECT document->'review' FROM @schema@.submissions
                    WHERE session = _session AND assignment = _assignment
                    ORDER BY number LIMIT 1
                ), (
                    SELECT document FROM @schema@.reviews
                    WHERE session = _session AND assignment = _assignment
                )) AS review
                OFFSET 0 -- read once, not once an expression
            ) v
            WHERE t.session = _session AND t.assignment = _assignment
        ) a
    ) g
    WHERE s.session = _session AND s.assignment = _assignment;
END $$;

-- With a submission: compare, tell an onboarding task's answer, admit to live tasks, pause.
CREATE FUNCTION @schema@.mark(_session text, _assignment text, _reviewer text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.compare(_session, _assignment);

    INSERT INTO @schema@.feedback (session, assignment, reviewer, body)
    SELECT s.session, s.assignment, s.reviewer, s.told FROM @schema@.secrets s
    WHERE s.session = _session AND s.assignment = _assignment AND s.told IS NOT NULL
    ON CONFLICT DO NOTHING;

    -- Two windows that submit at once count one after the other.
    PERFORM FROM @schema@.members WHERE session = _session AND person = _reviewer
        AND part = 'reviewer' FOR UPDATE;
    UPDATE @schema@.members m SET noise = gen_random_uuid(), more_noise = gen_random_uuid(),
        admitted_in = CASE
            WHEN m.admitted_in = '0' AND b.state = 'blind' AND o.whole AND o.axes > 0
                AND o.hits >= n.onboarding_pass * o.axes - 1e-9
            THEN pg_current_xact_id() ELSE m.admitted_in END,
        paused_in = CASE
            WHEN m.paused_in = '0' AND b.state = 'blind' AND n.pause_after > 0
                AND o.missed - coalesce((n.forgiven->>_reviewer)::int, 0) >= n.pause_after
            THEN pg_current_xact_id() ELSE m.paused_in END
    FROM (
        SELECT bool_and(hits >= 0) FILTER (WHERE kind = 'onboarding') AS whole,
            sum(hits) FILTER (WHERE kind = 'onboarding') AS hits,
            sum(axes) FILTER (WHERE kind = 'onboarding') AS axes,
            count(*) FILTER (WHERE kind = 'gold' AND missed) AS missed
        FROM @schema@.secrets WHERE session = _session AND reviewer = _reviewer
    ) o, @schema@.sessions n, @schema@.briefs b
    WHERE m.session = _session AND m.person = _reviewer AND m.part = 'reviewer'
        AND n.id = _session AND b.session = _session;
END $$;

-- What others said of a task, once the session is revealed: each once, names and whatever leads to
-- them (digests, assignments, times, places, runs) taken out, in an order of the task's own that
-- only the secret channel's name explains.
CREATE FUNCTION @schema@.others(_session text, _assignment text)
RETURNS TABLE (pseudonym integer, decision text, review jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE
    _task text := (SELECT i.task_id FROM @schema@.items i WHERE i.session = _session
        AND i.id = _assignment AND i.reviewer = @me@);
BEGIN
    IF _task IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'WB004',
            MESSAGE = format('there is no item %L in your queue', left(_assignment, 120));
    END IF;
    IF NOT EXISTS (SELECT FROM @schema@.briefs b
        WHERE b.session = _session AND b.state IN ('revealed', 'closed')) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB002',
            MESSAGE = 'the session is blind: what others said comes when the lead reveals it';
    END IF;
    RETURN QUERY
    WITH newest AS (
        SELECT DISTINCT ON (i.reviewer) i.reviewer, v.document FROM @schema@.items i
        JOIN LATERAL (
            SELECT w.document FROM @schema@.submissions w
            WHERE w.session = _session AND w.assignment = i.id ORDER BY w.number DESC LIMIT 1
        ) v ON true
        WHERE i.session = _session AND i.task_id = _task
        ORDER BY i.reviewer, i.position
    ), drawn AS (
        SELECT n.*, row_number() OVER (ORDER BY sha256(convert_to(
            (SELECT channel FROM @schema@.sessions WHERE id = _session) || '/' || _task || '/'
            || n.reviewer, 'UTF8')))::int AS place
        FROM newest n
    )
    SELECT d.place, d.document->>'decision', d.document->'review' || jsonb_build_object(
        'reviewer', 'reviewer-' || d.place, 'sequence', 0, 'runs', '[]'::jsonb, 'active_s', 0,
        'updated_at', '', 'submitted_at', '')
    FROM drawn d WHERE d.reviewer <> @me@ ORDER BY 1;
END $$;

-- What reviewers may know of a session's document.
CREATE FUNCTION @schema@.brief_of(_document jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object(
        'schema_version', 1, 'id', _document->'id', 'title', _document->'title',
        'state', _document->'state', 'rubric', _document->'rubric',
        'rubric_version', _document->'rubric_version',
        'lease_s', _document #> '{settings,lease_s}',
        'skip_needs_reason', _document #> '{settings,skip_needs_reason}')
$$;

-- A new session of the caller's. `_blocks`: each axis of its rubric with what blocks a task.
CREATE FUNCTION @schema@.lead_create(_body text, _blocks jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE
    _document jsonb := @schema@.as_document(_body);
    _session text := _document->>'id';
BEGIN
    IF NOT pg_has_role(session_user, '@lead_name@', 'MEMBER')
        OR NOT _document->'leads' ? @me@ THEN
        RAISE EXCEPTION USING ERRCODE = 'WB001',
            MESSAGE = format('%s is no lead of session %s', session_user, left(_session, 120)),
            HINT = 'name yourself among its leads; whoever keeps the database makes leads';
    END IF;
    INSERT INTO @schema@.sessions
        (id, body, blocks, pause_after, onboarding_pass, forgiven, channel)
    VALUES (_session, _body, _blocks, (_document #>> '{settings,pause_after}')::int,
        (_document #>> '{settings,onboarding_pass}')::float8, _document->'forgiven',
        'workbench_' || replace(gen_random_uuid()::text, '-', ''))
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005',
            MESSAGE = format('there is a session %s already', left(_session, 120)),
            HINT = 'choose another id';
    END IF;
    INSERT INTO @schema@.briefs (session, document, state, lease_s, skip_needs_reason, onboards)
    SELECT _session, brief, brief->>'state', (brief->>'lease_s')::float8,
        (brief->>'skip_needs_reason')::bool, (_document #>> '{settings,onboarding}')::int > 0
    FROM @schema@.brief_of(_document) brief;
    INSERT INTO @schema@.counters (session) VALUES (_session);
    INSERT INTO @schema@.members (session, person, part)
    SELECT _session, jsonb_array_elements_text(_document->'leads'), 'lead'
    UNION SELECT _session, jsonb_array_elements_text(_document->'reviewers'), 'reviewer';
END $$;

-- Rows of a session that is being restored, which only the transaction that created it may do.
-- `_rows` are objects with the columns' names.
CREATE FUNCTION @schema@.lead_restore(_session text, _table text, _rows jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM @schema@.sessions n JOIN @schema@.led() l ON l = n.id
        WHERE n.id = _session AND n.made_in = pg_current_xact_id_if_assigned()) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB001', MESSAGE = format(
            'session %s is there already and is not restored over', left(_session, 120));
    END IF;
    CASE _table
    WHEN 'reviews' THEN
        INSERT INTO @schema@.reviews (session, assignment, reviewer, sequence, body)
        SELECT _session, i.id, i.reviewer, (@schema@.as_document(r.body)->>'sequence')::int, r.body
        FROM jsonb_to_recordset(_rows) AS r(assignment text, body text)
        JOIN @schema@.items i ON i.session = _session AND i.id = r.assignment;
    WHEN 'states' THEN
        UPDATE @schema@.items i SET state = r.state, skip_reason = r.reason
        FROM jsonb_to_recordset(_rows) AS r(assignment text, state text, reason text)
        WHERE i.session = _session AND i.id = r.assignment;
    WHEN 'submissions' THEN
        INSERT INTO @schema@.submissions
            (session, assignment, reviewer, number, ordered, seen, request, digest, body)
        SELECT _session, i.id, i.reviewer, (@schema@.as_document(r.body)->>'number')::int,
            r.ordered, r.seen, r.request, encode(sha256(convert_to(r.body, 'UTF8')), 'hex'), r.body
        FROM jsonb_to_recordset(_rows)
            AS r(assignment text, ordered bigint, seen boolean, request text, body text)
        JOIN @schema@.items i ON i.session = _session AND i.id = r.assignment;
        UPDATE @schema@.counters SET orders = (SELECT coalesce(max(ordered), 0)
            FROM @schema@.submissions WHERE session = _session) WHERE session = _session;
    WHEN 'feedback' THEN
        INSERT INTO @schema@.feedback (session, assignment, reviewer, body)
        SELECT _session, i.id, i.reviewer, r.body
        FROM jsonb_to_recordset(_rows) AS r(assignment text, body text)
        JOIN @schema@.items i ON i.session = _session AND i.id = r.assignment;
    WHEN 'admitted' THEN
        UPDATE @schema@.members SET admitted_in = pg_current_xact_id()
        WHERE session = _session AND part = 'reviewer' AND _rows ? person;
    WHEN 'pauses' THEN
        INSERT INTO @schema@.pauses (session, reviewer, why)
        SELECT _session, key, value FROM jsonb_each_text(_rows);
    WHEN 'adjudications' THEN
        INSERT INTO @schema@.adjudications (session, number, task_id, body)
        SELECT _session, r.number, r.task_id, r.body
        FROM jsonb_to_recordset(_rows) AS r(number int, task_id text, body text);
        UPDATE @schema@.counters SET adjudications = greatest(adjudications,
            (SELECT max(r.number) FROM jsonb_to_recordset(_rows) AS r(number int)))
        WHERE session = _session;
    WHEN 'runs' THEN
        INSERT INTO @schema@.runs (session, reviewer, id, body)
        SELECT _session, r.reviewer, r.id, r.body
        FROM jsonb_to_recordset(_rows) AS r(reviewer text, id text, body text);
    END CASE;
END $$;

-- Marks of restored submissions; nobody is paused or told anything by it.
CREATE FUNCTION @schema@.lead_restored(_session text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM @schema@.sessions n JOIN @schema@.led() l ON l = n.id
        WHERE n.id = _session AND n.made_in = pg_current_xact_id_if_assigned()) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB001', MESSAGE = 'nothing is being restored';
    END IF;
    PERFORM @schema@.compare(_session, assignment) FROM (
        SELECT DISTINCT assignment FROM @schema@.submissions WHERE session = _session) v;
END $$;
