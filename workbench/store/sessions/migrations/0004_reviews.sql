-- A reviewer's reviews, submissions and runs; as in the queue, the caller's own rows.

SET LOCAL ROLE @owner@;

CREATE FUNCTION @schema@.load(_session text, _assignment text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.own_item(_session, _assignment);
    RETURN (SELECT body FROM @schema@.reviews
        WHERE session = _session AND assignment = _assignment);
END $$;

-- Keep a review as the next state of an item. The same once more is what is there already.
CREATE FUNCTION @schema@.keep(_item @schema@.items, _body text, _based_on integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE
    _document jsonb := @schema@.as_document(_body);
    _now integer := coalesce((SELECT sequence FROM @schema@.reviews
        WHERE session = _item.session AND assignment = _item.id), 0);
BEGIN
    IF _now <> _based_on THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005', MESSAGE = format(
            'the review of %s was saved elsewhere meanwhile (save %s, you had seen %s)',
            _item.task_id, _now, _based_on),
            HINT = 'both versions are kept: reload, compare and go on';
    END IF;
    IF _document->>'task_id' IS DISTINCT FROM _item.task_id
        OR _document->>'reviewer' IS DISTINCT FROM _item.reviewer
        OR (_document->>'sequence')::int IS DISTINCT FROM _based_on + 1 THEN
        RAISE EXCEPTION USING ERRCODE = 'WB006',
            MESSAGE = format('this is not a review of %s by %s', _item.task_id, _item.reviewer);
    END IF;
    INSERT INTO @schema@.reviews (session, assignment, reviewer, sequence, body)
    VALUES (_item.session, _item.id, _item.reviewer, _based_on + 1, _body)
    ON CONFLICT (session, assignment) DO UPDATE SET sequence = _based_on + 1, body = _body;
END $$;

CREATE FUNCTION @schema@.save(_session text, _assignment text, _body text, _based_on integer)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _item @schema@.items := @schema@.own_item(_session, _assignment);
BEGIN
    PERFORM @schema@.must_be_open(_session, false);
    IF _item.state IN ('submitted', 'cannot_judge') THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005',
            MESSAGE = 'this task is submitted', HINT = 'reopen it to change it';
    END IF;
    IF EXISTS (SELECT FROM @schema@.reviews WHERE session = _session AND assignment = _assignment
        AND sequence = _based_on + 1 AND body = _body) THEN
        RETURN; -- its acknowledgement was lost
    END IF;
    PERFORM @schema@.keep(_item, _body, _based_on);
    IF _item.state = 'open' THEN
        UPDATE @schema@.items SET state = 'draft' WHERE session = _session AND id = _assignment;
        PERFORM @schema@.stir(_session);
    END IF;
END $$;

-- The first half of a submission: what it is chained to, and the store's time. The item stays
-- locked until the second half. `made` is this request's submission when there is one.
CREATE FUNCTION @schema@.prepare(_session text, _assignment text, _request text)
RETURNS TABLE (
    made text, made_digest text, made_seen boolean,
    number integer, previous text, at text, seen boolean
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _item @schema@.items := @schema@.own_item(_session, _assignment);
BEGIN
    RETURN QUERY SELECT v.body, v.digest, v.seen, v.number, '', '', false FROM @schema@.submissions v
    WHERE v.session = _session AND v.assignment = _assignment
        AND v.reviewer = @me@ AND v.request = _request AND _request <> '';
    IF FOUND THEN
        RETURN;
    END IF;
    IF _request <> '' AND EXISTS (SELECT FROM @schema@.submissions v WHERE v.session = _session
        AND v.reviewer = @me@ AND v.request = _request) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB006',
            MESSAGE = 'this request already submitted another task';
    END IF;
    PERFORM @schema@.must_be_open(_session, true);
    IF _item.state IN ('submitted', 'cannot_judge') THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005',
            MESSAGE = 'this task is submitted already', HINT = 'reopen it';
    END IF;
    RETURN QUERY SELECT NULL::text, NULL::text, NULL::boolean, coalesce(max(v.number), 0) + 1,
        coalesce((array_agg(v.digest ORDER BY v.number DESC))[1], ''),
        to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        (SELECT b.state FROM @schema@.briefs b WHERE b.session = _session) = 'revealed'
    FROM @schema@.submissions v WHERE v.session = _session AND v.assignment = _assignment;
END $$;

-- The second half: all of it or nothing. `_body` is the canonical JSON that the digest covers.
CREATE FUNCTION @schema@.submit(
    _session text, _assignment text, _body text, _review text, _based_on integer, _request text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE
    _item @schema@.items := @schema@.own_item(_session, _assignment);
    _document jsonb := @schema@.as_document(_body);
    _due record;
    _digest text := encode(sha256(convert_to(_body, 'UTF8')), 'hex');
    _state text := _document #>> '{review,state}';
BEGIN
    SELECT * INTO _due FROM @schema@.prepare(_session, _assignment, _request);
    IF _due.made IS NOT NULL THEN
        RETURN _due.made_digest;
    END IF;
    IF (_document->>'number')::int IS DISTINCT FROM _due.number
        OR _document->>'previous' IS DISTINCT FROM _due.previous THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005',
            MESSAGE = 'this task was submitted elsewhere meanwhile',
            HINT = 'reload and compare';
    END IF;
    IF _document->>'assignment' IS DISTINCT FROM _assignment
        OR _document->>'reviewer' IS DISTINCT FROM @me@
        OR abs(extract(epoch FROM (_document->>'at')::timestamptz - clock_timestamp())) > 300
        OR _state IS NULL OR _state NOT IN ('submitted', 'cannot_judge')
        OR _document->'review' IS DISTINCT FROM @schema@.as_document(_review) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB006', MESSAGE = 'this submission is not well formed';
    END IF;
    -- Here, for every axis: later, only those that gold knows would be read and complained of.
    IF EXISTS (SELECT FROM jsonb_each(_document #> '{review,ratings}') r
        WHERE coalesce(r.value->>'score', '0') !~ '^[0-3]$') THEN
        RAISE EXCEPTION USING ERRCODE = 'WB006', MESSAGE = 'a score is a number from 0 to 3';
    END IF;
    PERFORM @schema@.keep(_item, _review, _based_on);
    -- What is acknowledged is on disk, whatever the session says it prefers.
    IF current_setting('synchronous_commit') IN ('off', 'local') THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    UPDATE @schema@.items SET state = _state, held_until = NULL, skip_reason = ''
    WHERE session = _session AND id = _assignment;
    PERFORM @schema@.mark(_session, _assignment, @me@);
    -- Last: until the transaction ends, nobody else of the session gets a place.
    INSERT INTO @schema@.submissions
        (session, assignment, reviewer, number, ordered, seen, request, digest, body)
    VALUES (_session, _assignment, @me@, _due.number,
        @schema@.next_order(_session), _due.seen, _request, _digest, _body);
    RETURN _digest;
END $$;

CREATE FUNCTION @schema@.reopen(_session text, _assignment text, _body text, _based_on integer)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _item @schema@.items := @schema@.own_item(_session, _assignment);
BEGIN
    PERFORM @schema@.must_be_open(_session, false);
    IF _item.state NOT IN ('submitted', 'cannot_judge') THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005',
            MESSAGE = 'this task is not submitted', HINT = 'go on with it';
    END IF;
    PERFORM @schema@.keep(_item, _body, _based_on);
    UPDATE @schema@.items SET state = 'draft' WHERE session = _session AND id = _assignment;
    PERFORM @schema@.stir(_session);
END $$;

CREATE FUNCTION @schema@.submissions_of(_session text, _assignment text)
RETURNS TABLE (body text, digest text, seen boolean)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.own_item(_session, _assignment);
    RETURN QUERY SELECT v.body, v.digest, v.seen FROM @schema@.submissions v
    WHERE v.session = _session AND v.assignment = _assignment
        AND v.reviewer = @me@ ORDER BY v.number;
END $$;

CREATE FUNCTION @schema@.feedback_of(_session text, _assignment text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.own_item(_session, _assignment);
    RETURN (SELECT f.body FROM @schema@.feedback f JOIN @schema@.items i
            ON i.session = f.session AND i.id = f.assignment
        WHERE f.session = _session AND f.assignment = _assignment AND i.practice
            AND @schema@.is_done(f.made_in)
            AND EXISTS (SELECT FROM @schema@.submissions v
                WHERE v.session = _session AND v.assignment = _assignment));
END $$;

CREATE FUNCTION @schema@.save_run(_session text, _id text, _body text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_review(_session);
    INSERT INTO @schema@.runs (session, reviewer, id, body)
    VALUES (_session, @me@, _id, _body)
    ON CONFLICT (session, reviewer, id) DO UPDATE SET body = _body;
END $$;

CREATE FUNCTION @schema@.load_run(_session text, _id text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_review(_session);
    RETURN (SELECT body FROM @schema@.runs
        WHERE session = _session AND reviewer = @me@ AND id = _id);
END $$;
