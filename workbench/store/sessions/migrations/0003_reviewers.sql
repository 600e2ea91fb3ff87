-- What a reviewer may do. Owned by the owner, so row security holds within: the caller's own rows.

SET LOCAL ROLE @owner@;

CREATE FUNCTION @schema@.must_review(_session text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    IF EXISTS (SELECT FROM @schema@.members WHERE session = _session
        AND person = session_user::text AND part = 'reviewer') THEN
        RETURN;
    END IF;
    IF @schema@.known_session(_session) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB001',
            MESSAGE = format('%s is no reviewer of session %s', session_user, left(_session, 120)),
            HINT = 'ask its lead';
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'WB004',
        MESSAGE = format('there is no session %s', left(_session, 120));
END $$;

-- A planned session shows nothing yet.
CREATE FUNCTION @schema@.is_begun(_session text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
    SELECT EXISTS (SELECT FROM @schema@.briefs WHERE session = _session AND state <> 'planned')
$$;

-- Whether live tasks have come: there is no onboarding, or it is passed.
CREATE FUNCTION @schema@.is_admitted(_session text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
    SELECT EXISTS (SELECT FROM @schema@.members WHERE session = _session
            AND person = session_user::text AND part = 'reviewer' AND admitted)
        OR NOT (
            EXISTS (SELECT FROM @schema@.briefs WHERE session = _session AND onboards)
            OR EXISTS (SELECT FROM @schema@.items WHERE session = _session
                AND reviewer = session_user::text AND practice))
$$;

-- The caller's item, locked. Another's, one that is not there yet and none at all are the same.
CREATE FUNCTION @schema@.own_item(_session text, _assignment text)
RETURNS @schema@.items
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _item @schema@.items;
BEGIN
    PERFORM @schema@.must_review(_session);
    SELECT * INTO _item FROM @schema@.items
    WHERE session = _session AND id = _assignment AND reviewer = session_user::text FOR UPDATE;
    IF NOT FOUND OR NOT (_item.practice OR @schema@.is_admitted(_session))
        OR NOT @schema@.is_begun(_session) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB004',
            MESSAGE = format('there is no item %L in your queue', left(_assignment, 120));
    END IF;
    RETURN _item;
END $$;

CREATE FUNCTION @schema@.must_be_open(_session text, _handing boolean) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _state text := (SELECT state FROM @schema@.briefs WHERE session = _session);
    _why text := (SELECT why FROM @schema@.pauses
        WHERE session = _session AND reviewer = session_user::text);
BEGIN
    IF _handing AND _why <> '' THEN
        RAISE EXCEPTION USING ERRCODE = 'WB003',
            MESSAGE = 'nothing is handed out to you: ' || _why, HINT = 'talk to the lead';
    ELSIF _state = 'closed' THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005',
            MESSAGE = 'the session is closed: nothing changes any more';
    END IF;
END $$;

CREATE FUNCTION @schema@.as_item(_item @schema@.items) RETURNS @schema@.item
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (_item).id, (_item).task_id, (_item).position, (_item).practice, (_item).state,
        CASE WHEN (_item).held_until > clock_timestamp()
            THEN extract(epoch FROM (_item).held_until)::float8 END,
        (_item).skip_reason
$$;

CREATE FUNCTION @schema@.ids() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
    SELECT session FROM @schema@.led() session UNION SELECT session FROM @schema@.reviewed() session
    ORDER BY 1
$$;

CREATE FUNCTION @schema@.brief(_session text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_review(_session);
    RETURN (SELECT document || jsonb_build_object('state', state)
        FROM @schema@.briefs WHERE session = _session);
END $$;

CREATE FUNCTION @schema@.queue(_session text) RETURNS SETOF @schema@.item
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _live boolean;
BEGIN
    PERFORM @schema@.must_review(_session);
    IF NOT @schema@.is_begun(_session) THEN
        RETURN;
    END IF;
    _live := @schema@.is_admitted(_session);
    RETURN QUERY SELECT i.id, i.task_id, i.position, i.practice, i.state,
        CASE WHEN i.held_until > clock_timestamp()
            THEN extract(epoch FROM i.held_until)::float8 END,
        i.skip_reason
    FROM @schema@.items i
    WHERE i.session = _session AND i.reviewer = session_user::text AND (_live OR i.practice)
    ORDER BY i.position, i.id;
END $$;

CREATE FUNCTION @schema@.paused(_session text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_review(_session);
    RETURN coalesce((SELECT why FROM @schema@.pauses
        WHERE session = _session AND reviewer = session_user::text), '');
END $$;

CREATE FUNCTION @schema@.claim(_session text, _assignment text) RETURNS SETOF @schema@.item
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _item @schema@.items; _live boolean;
BEGIN
    PERFORM @schema@.must_review(_session);
    PERFORM @schema@.must_be_open(_session, true);
    IF NOT @schema@.is_begun(_session) AND _assignment = '' THEN
        RETURN;
    END IF;
    IF _assignment <> '' THEN
        _item := @schema@.own_item(_session, _assignment);
        IF _item.state NOT IN ('open', 'draft', 'skipped') THEN
            RAISE EXCEPTION USING ERRCODE = 'WB005',
                MESSAGE = 'this task is submitted', HINT = 'reopen it to change it';
        ELSIF _item.held_until > clock_timestamp() THEN
            RAISE EXCEPTION USING ERRCODE = 'WB005',
                MESSAGE = 'this task is held already',
                HINT = 'go on where it is open';
        END IF;
    ELSE
        _live := @schema@.is_admitted(_session);
        SELECT * INTO _item FROM @schema@.items i
        WHERE i.session = _session AND i.reviewer = session_user::text
            AND i.state IN ('open', 'draft') AND (_live OR i.practice)
            AND (i.held_until IS NULL OR i.held_until <= clock_timestamp())
        ORDER BY i.position, i.id LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            RETURN;
        END IF;
    END IF;
    UPDATE @schema@.items i SET
        held_until = clock_timestamp() + make_interval(secs =>
            (SELECT lease_s FROM @schema@.briefs WHERE session = _session)),
        state = CASE WHEN i.state <> 'skipped' THEN i.state
            WHEN EXISTS (SELECT FROM @schema@.reviews r
                WHERE r.session = _session AND r.assignment = i.id) THEN 'draft'
            ELSE 'open' END,
        skip_reason = ''
    WHERE i.session = _session AND i.id = _item.id RETURNING * INTO _item;
    PERFORM @schema@.stir(_session);
    RETURN NEXT @schema@.as_item(_item);
END $$;

CREATE FUNCTION @schema@.renew(_session text, _assignment text) RETURNS SETOF @schema@.item
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _item @schema@.items := @schema@.own_item(_session, _assignment);
BEGIN
    PERFORM @schema@.must_be_open(_session, false);
    IF _item.held_until IS NULL OR _item.held_until <= clock_timestamp() THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005',
            MESSAGE = 'this task is not held any more', HINT = 'claim it again';
    END IF;
    UPDATE @schema@.items i SET held_until = clock_timestamp() + make_interval(secs =>
        (SELECT lease_s FROM @schema@.briefs WHERE session = _session))
    WHERE i.session = _session AND i.id = _assignment RETURNING * INTO _item;
    RETURN NEXT @schema@.as_item(_item);
END $$;

CREATE FUNCTION @schema@.release(_session text, _assignment text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.own_item(_session, _assignment);
    UPDATE @schema@.items SET held_until = NULL
    WHERE session = _session AND id = _assignment AND held_until IS NOT NULL;
    IF FOUND THEN
        PERFORM @schema@.stir(_session);
    END IF;
END $$;

CREATE FUNCTION @schema@.skip(_session text, _assignment text, _reason text)
RETURNS SETOF @schema@.item
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _item @schema@.items := @schema@.own_item(_session, _assignment);
BEGIN
    PERFORM @schema@.must_be_open(_session, false);
    IF _item.state IN ('submitted', 'cannot_judge') THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005',
            MESSAGE = 'this task is submitted', HINT = 'reopen it to change it';
    END IF;
    IF btrim(_reason, E' \t\r\n') = '' AND
        (SELECT skip_needs_reason FROM @schema@.briefs WHERE session = _session) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB006', MESSAGE = 'say why you leave this task';
    END IF;
    UPDATE @schema@.items SET state = 'skipped', skip_reason = _reason, held_until = NULL
    WHERE session = _session AND id = _assignment RETURNING * INTO _item;
    PERFORM @schema@.stir(_session);
    RETURN NEXT @schema@.as_item(_item);
END $$;

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
        AND v.reviewer = session_user::text AND v.request = _request AND _request <> '';
    IF FOUND THEN
        RETURN;
    END IF;
    IF _request <> '' AND EXISTS (SELECT FROM @schema@.submissions v WHERE v.session = _session
        AND v.reviewer = session_user::text AND v.request = _request) THEN
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
        OR _document->>'reviewer' IS DISTINCT FROM session_user::text
        OR abs(extract(epoch FROM (_document->>'at')::timestamptz - clock_timestamp())) > 300
        OR _state IS NULL OR _state NOT IN ('submitted', 'cannot_judge')
        OR _document->'review' IS DISTINCT FROM @schema@.as_document(_review) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB006', MESSAGE = 'this submission is not well formed';
    END IF;
    PERFORM @schema@.keep(_item, _review, _based_on);
    -- What is acknowledged is on disk, whatever the session says it prefers.
    IF current_setting('synchronous_commit') IN ('off', 'local') THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    INSERT INTO @schema@.submissions
        (session, assignment, reviewer, number, ordered, seen, request, digest, body)
    VALUES (_session, _assignment, session_user::text, _due.number,
        @schema@.next_order(_session), _due.seen, _request, _digest, _body);
    UPDATE @schema@.items SET state = _state, held_until = NULL, skip_reason = ''
    WHERE session = _session AND id = _assignment;
    PERFORM @schema@.mark(_session, _assignment, session_user::text);
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
        AND v.reviewer = session_user::text ORDER BY v.number;
END $$;

CREATE FUNCTION @schema@.feedback_of(_session text, _assignment text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.own_item(_session, _assignment);
    RETURN (SELECT f.body FROM @schema@.feedback f JOIN @schema@.items i
            ON i.session = f.session AND i.id = f.assignment
        WHERE f.session = _session AND f.assignment = _assignment AND i.practice
            AND EXISTS (SELECT FROM @schema@.submissions v
                WHERE v.session = _session AND v.assignment = _assignment));
END $$;

CREATE FUNCTION @schema@.save_run(_session text, _id text, _body text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_review(_session);
    INSERT INTO @schema@.runs (session, reviewer, id, body)
    VALUES (_session, session_user::text, _id, _body)
    ON CONFLICT (session, reviewer, id) DO UPDATE SET body = _body;
END $$;

CREATE FUNCTION @schema@.load_run(_session text, _id text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_review(_session);
    RETURN (SELECT body FROM @schema@.runs
        WHERE session = _session AND reviewer = session_user::text AND id = _id);
END $$;
