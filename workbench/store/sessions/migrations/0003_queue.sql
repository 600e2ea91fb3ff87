-- A reviewer's queue. Owned by the owner, so row security holds within: the caller's own rows.

SET LOCAL ROLE @owner@;

CREATE FUNCTION @schema@.must_review(_session text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    IF EXISTS (SELECT FROM @schema@.members WHERE session = _session
        AND person = @me@ AND part = 'reviewer') THEN
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

-- Whether it happened, and not in the caller's own transaction, which may still be taken back.
CREATE FUNCTION @schema@.is_done(_in xid8) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT _in <> '0' AND _in IS DISTINCT FROM pg_current_xact_id_if_assigned()
$$;

-- Says neither which task nor that a task was gold: `workbench.sessions.tending.PAUSED`.
CREATE FUNCTION @schema@.rule_words() RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'The session''s rule has paused you: the lead will talk with you before you go on.'
$$;

-- Why nothing is handed out to the caller; '' when it is.
CREATE FUNCTION @schema@.why_paused(_session text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
    SELECT coalesce((SELECT why FROM @schema@.pauses
            WHERE session = _session AND reviewer = @me@),
        (SELECT @schema@.rule_words() FROM @schema@.members
            WHERE session = _session AND person = @me@ AND part = 'reviewer'
                AND @schema@.is_done(paused_in)), '')
$$;

-- Whether live tasks have come: there is no onboarding, or it is passed.
CREATE FUNCTION @schema@.is_admitted(_session text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
    SELECT EXISTS (SELECT FROM @schema@.members WHERE session = _session
            AND person = @me@ AND part = 'reviewer' AND @schema@.is_done(admitted_in))
        OR NOT (
            EXISTS (SELECT FROM @schema@.briefs WHERE session = _session AND onboards)
            OR EXISTS (SELECT FROM @schema@.items WHERE session = _session
                AND reviewer = @me@ AND practice))
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
    WHERE session = _session AND id = _assignment AND reviewer = @me@ FOR UPDATE;
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
    _why text := @schema@.why_paused(_session);
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
    WHERE i.session = _session AND i.reviewer = @me@ AND (_live OR i.practice)
    ORDER BY i.position, i.id;
END $$;

CREATE FUNCTION @schema@.paused(_session text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_review(_session);
    RETURN @schema@.why_paused(_session);
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
        WHERE i.session = _session AND i.reviewer = @me@
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
