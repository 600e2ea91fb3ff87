-- What a lead may change. Owned by the owner: row security keeps a lead to the own sessions.

SET LOCAL ROLE @owner@;

CREATE FUNCTION @schema@.must_lead(_session text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    IF _session IN (SELECT @schema@.led()) THEN
        RETURN;
    END IF;
    IF @schema@.known_session(_session) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB001',
            MESSAGE = format('%s is no lead of session %s', session_user, left(_session, 120)),
            HINT = 'ask one of its leads';
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'WB004',
        MESSAGE = format('there is no session %s', left(_session, 120));
END $$;

CREATE FUNCTION @schema@.lead_session(_session text)
RETURNS TABLE (body text, state text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT n.body, b.state FROM @schema@.sessions n
    JOIN @schema@.briefs b ON b.session = n.id WHERE n.id = _session;
END $$;

-- The same, and no other lead changes it until the transaction ends.
CREATE FUNCTION @schema@.lead_locked(_session text)
RETURNS TABLE (body text, state text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    PERFORM FROM @schema@.sessions WHERE id = _session FOR UPDATE;
    RETURN QUERY SELECT * FROM @schema@.lead_session(_session);
END $$;

-- What is known of each gold task, as marking reads it, and as a reviewer is told it.
CREATE FUNCTION @schema@.golds(_session text)
RETURNS TABLE (task_id text, known jsonb, told jsonb, place bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
    SELECT g.value->>'task_id',
        (SELECT coalesce(jsonb_object_agg(s.key, jsonb_build_array(s.value, b.value)), '{}')
            FROM jsonb_each(g.value->'scores') s JOIN jsonb_each(n.blocks) b USING (key)),
        jsonb_build_object('scores', g.value->'scores', 'decision', g.value->'decision',
            'why', g.value->'why'),
        g.ordinality - 1
    FROM @schema@.sessions n
    CROSS JOIN LATERAL jsonb_array_elements(n.document->'gold') WITH ORDINALITY g
    WHERE n.id = _session
$$;

CREATE FUNCTION @schema@.lead_update(_session text, _body text, _blocks jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _document jsonb := @schema@.as_document(_body);
BEGIN
    PERFORM @schema@.must_lead(_session);
    UPDATE @schema@.sessions SET body = _body, blocks = _blocks,
        pause_after = (_document #>> '{settings,pause_after}')::int,
        onboarding_pass = (_document #>> '{settings,onboarding_pass}')::float8,
        forgiven = _document->'forgiven'
    WHERE id = _session;
    UPDATE @schema@.briefs b SET document = brief, lease_s = (brief->>'lease_s')::float8,
        skip_needs_reason = (brief->>'skip_needs_reason')::bool,
        onboards = (_document #>> '{settings,onboarding}')::int > 0
    FROM @schema@.brief_of(_document) brief WHERE b.session = _session;
    WITH g AS MATERIALIZED (
        SELECT *, count(*) OVER () AS number FROM @schema@.golds(_session)
    ), due AS (
        SELECT i.id, coalesce(own.known, decoy.known, '{}') AS known, own.told
        FROM @schema@.items i
        JOIN @schema@.secrets s ON s.session = i.session AND s.assignment = i.id
        LEFT JOIN g own ON own.task_id = i.task_id AND s.kind IN ('gold', 'onboarding')
        LEFT JOIN g decoy ON decoy.place = (hashtext(i.id) & 2147483647) % decoy.number
        WHERE i.session = _session
    )
    UPDATE @schema@.secrets s SET known = due.known,
        told = CASE s.kind WHEN 'onboarding'
            THEN (due.told || jsonb_build_object('assignment', s.assignment))::text END
    FROM due WHERE s.session = _session AND s.assignment = due.id
        AND (s.known <> due.known OR s.kind = 'onboarding');
    INSERT INTO @schema@.members (session, person, part)
    SELECT _session, jsonb_array_elements_text(_document->'leads'), 'lead'
    UNION SELECT _session, jsonb_array_elements_text(_document->'reviewers'), 'reviewer'
    ON CONFLICT DO NOTHING;
    PERFORM @schema@.stir(_session);
    DELETE FROM @schema@.members WHERE session = _session AND NOT _document
        -> CASE part WHEN 'lead' THEN 'leads' ELSE 'reviewers' END ? person;
END $$;

CREATE FUNCTION @schema@.lead_assign(_session text, _more jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _without text;
BEGIN
    PERFORM @schema@.must_lead(_session);
    SELECT a.value->>'task_id' INTO _without FROM jsonb_array_elements(_more) a
    WHERE a.value->>'kind' IN ('gold', 'onboarding')
        AND NOT EXISTS (SELECT FROM @schema@.golds(_session) g
            WHERE g.task_id = a.value->>'task_id')
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'WB006',
            MESSAGE = format('nothing is known of task %s: it is no gold', left(_without, 120)),
            HINT = 'add it to the session''s gold first';
    END IF;
    WITH a AS (
        SELECT DISTINCT ON (e.value->>'id') e.value->>'id' AS id, e.value->>'reviewer' AS reviewer,
            e.value->>'task_id' AS task_id, e.value->>'kind' AS kind,
            (e.value->>'position')::int AS position
        FROM jsonb_array_elements(_more) WITH ORDINALITY e ORDER BY e.value->>'id', e.ordinality
    ), g AS MATERIALIZED (
        SELECT *, count(*) OVER () AS number FROM @schema@.golds(_session)
    ), made AS (
        INSERT INTO @schema@.items (session, id, reviewer, task_id, position, practice)
        SELECT _session, id, reviewer, task_id, position, kind = 'onboarding' FROM a
        ON CONFLICT DO NOTHING RETURNING id
    )
    INSERT INTO @schema@.secrets (session, assignment, reviewer, kind, known, told)
    SELECT _session, a.id, a.reviewer, a.kind, coalesce(own.known, decoy.known, '{}'),
        CASE a.kind WHEN 'onboarding'
            THEN (own.told || jsonb_build_object('assignment', a.id))::text END
    FROM a JOIN made USING (id)
    LEFT JOIN g own ON own.task_id = a.task_id AND a.kind IN ('gold', 'onboarding')
    LEFT JOIN g decoy ON decoy.place = (hashtext(a.id) & 2147483647) % decoy.number;
    PERFORM @schema@.stir(_session);
END $$;

CREATE FUNCTION @schema@.must_be_reviewer(_session text, _reviewer text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    IF NOT EXISTS (SELECT FROM @schema@.members
        WHERE session = _session AND person = _reviewer AND part = 'reviewer') THEN
        RAISE EXCEPTION USING ERRCODE = 'WB006', MESSAGE = format(
            '%s is no reviewer of session %s', left(_reviewer, 120), _session);
    END IF;
END $$;

CREATE FUNCTION @schema@.lead_pause(_session text, _reviewer text, _why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_be_reviewer(_session, _reviewer);
    IF _why = '' THEN
        DELETE FROM @schema@.pauses WHERE session = _session AND reviewer = _reviewer;
        UPDATE @schema@.members SET paused_in = '0' WHERE session = _session
            AND person = _reviewer AND part = 'reviewer' AND paused_in <> '0';
    ELSE
        INSERT INTO @schema@.pauses VALUES (_session, _reviewer, _why)
        ON CONFLICT (session, reviewer) DO UPDATE SET why = _why;
    END IF;
    PERFORM @schema@.stir(_session);
END $$;

CREATE FUNCTION @schema@.lead_admit(_session text, _reviewer text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_be_reviewer(_session, _reviewer);
    UPDATE @schema@.members SET admitted_in = pg_current_xact_id() WHERE session = _session
        AND person = _reviewer AND part = 'reviewer' AND admitted_in = '0';
    IF FOUND THEN
        PERFORM @schema@.stir(_session);
    END IF;
END $$;

CREATE FUNCTION @schema@.lead_tell(_session text, _assignment text, _body text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    IF NOT EXISTS (SELECT FROM @schema@.items
        WHERE session = _session AND id = _assignment AND practice) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB006',
            MESSAGE = 'only onboarding is told: anything else would show what is gold';
    ELSIF NOT EXISTS (SELECT FROM @schema@.submissions
        WHERE session = _session AND assignment = _assignment) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005',
            MESSAGE = 'feedback comes after the task is submitted';
    END IF;
    INSERT INTO @schema@.feedback (session, assignment, reviewer, body)
    SELECT i.session, i.id, i.reviewer, _body FROM @schema@.items i
    WHERE i.session = _session AND i.id = _assignment AND i.practice
    ON CONFLICT (session, assignment) DO UPDATE SET body = _body, made_in = pg_current_xact_id()
        WHERE feedback.body <> _body;
    -- Told again by every lead that looks: only what is new is a change.
    IF FOUND THEN
        PERFORM @schema@.stir(_session);
    END IF;
END $$;

CREATE FUNCTION @schema@.lead_move_on(_session text, _state text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE
    _states text[] := ARRAY['planned', 'blind', 'revealed', 'closed'];
    _now text;
BEGIN
    PERFORM @schema@.must_lead(_session);
    SELECT state INTO _now FROM @schema@.briefs WHERE session = _session FOR UPDATE;
    IF array_position(_states, _state) > array_position(_states, _now) THEN
        UPDATE @schema@.briefs SET state = _state WHERE session = _session;
        PERFORM @schema@.stir(_session);
        RETURN;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'WB005', MESSAGE = format(
        'the session is %s and does not become %s: it goes forward only', _now, _state);
END $$;

-- The number of the next decision; nobody else gets it.
CREATE FUNCTION @schema@.lead_next_adjudication(_session text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE _number integer;
BEGIN
    PERFORM @schema@.must_lead(_session);
    UPDATE @schema@.counters SET adjudications = adjudications + 1
    WHERE session = _session RETURNING adjudications INTO _number;
    RETURN _number;
END $$;

CREATE FUNCTION @schema@.lead_adjudicate(_session text, _body text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE
    _document jsonb := @schema@.as_document(_body);
    _number integer := (_document->>'number')::int;
BEGIN
    PERFORM @schema@.must_lead(_session);
    IF _document->>'by' IS DISTINCT FROM @me@ THEN
        RAISE EXCEPTION USING ERRCODE = 'WB006', MESSAGE = format(
            'this decision is %s''s, not %s''s', left(_document->>'by', 120), session_user);
    ELSIF _number IS DISTINCT FROM (SELECT adjudications FROM @schema@.counters
        WHERE session = _session) THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005', MESSAGE = 'this number was not given out';
    ELSIF (SELECT state FROM @schema@.briefs WHERE session = _session) <> 'revealed' THEN
        RAISE EXCEPTION USING ERRCODE = 'WB005',
            MESSAGE = 'decisions are made while a session is revealed';
    END IF;
    INSERT INTO @schema@.adjudications (session, number, task_id, body)
    VALUES (_session, _number, _document->>'task_id', _body);
    PERFORM @schema@.stir(_session);
END $$;
