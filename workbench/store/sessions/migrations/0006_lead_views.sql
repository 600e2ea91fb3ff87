-- What a lead may read of the own sessions, beside the session itself.

SET LOCAL ROLE @owner@;

CREATE FUNCTION @schema@.lead_submitted(_session text)
RETURNS TABLE (assignment text, reviewer text, task_id text, kind text, pos integer, rated boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT i.id, i.reviewer, i.task_id, s.kind::text, i.position,
        EXISTS (SELECT FROM @schema@.submissions v
            WHERE v.session = _session AND v.assignment = i.id)
    FROM @schema@.items i JOIN @schema@.secrets s ON s.session = i.session AND s.assignment = i.id
    WHERE i.session = _session ORDER BY i.reviewer, i.position, i.id;
END $$;

CREATE FUNCTION @schema@.lead_progress(_session text)
RETURNS TABLE (
    id text, task_id text, pos integer, practice boolean, state text,
    held_until double precision, skip_reason text, -- as in the type `item`
    reviewer text, kind text, ordered bigint, seen boolean, digest text, body text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT i.id, i.task_id, i.position, i.practice, i.state,
        CASE WHEN i.held_until > clock_timestamp()
            THEN extract(epoch FROM i.held_until)::float8 END,
        i.skip_reason,
        i.reviewer, s.kind::text, v.ordered, v.seen, v.digest, v.body
    FROM @schema@.items i JOIN @schema@.secrets s ON s.session = i.session AND s.assignment = i.id
    LEFT JOIN LATERAL (
        SELECT * FROM @schema@.submissions w WHERE w.session = _session AND w.assignment = i.id
        ORDER BY w.number DESC LIMIT 1
    ) v ON true
    WHERE i.session = _session ORDER BY i.reviewer, i.position, i.id;
END $$;

CREATE FUNCTION @schema@.lead_submissions(_session text, _after bigint, _most integer)
RETURNS TABLE (ordered bigint, seen boolean, request text, digest text, body text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT v.ordered, v.seen, v.request, v.digest, v.body FROM @schema@.submissions v
    WHERE v.session = _session AND v.ordered > _after ORDER BY v.ordered LIMIT _most;
END $$;

-- Current reviews of items that are not submitted, or not again.
CREATE FUNCTION @schema@.lead_drafts(_session text)
RETURNS TABLE (assignment text, body text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT r.assignment, r.body FROM @schema@.reviews r
    JOIN @schema@.items i ON i.session = r.session AND i.id = r.assignment
    WHERE r.session = _session AND i.state NOT IN ('submitted', 'cannot_judge')
    ORDER BY i.reviewer, i.position, i.id;
END $$;

CREATE FUNCTION @schema@.lead_feedback(_session text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT f.body FROM @schema@.feedback f
    WHERE f.session = _session ORDER BY f.reviewer, f.assignment;
END $$;

CREATE FUNCTION @schema@.lead_runs(_session text)
RETURNS TABLE (reviewer text, body text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT r.reviewer, r.body FROM @schema@.runs r
    WHERE r.session = _session ORDER BY r.reviewer, r.id;
END $$;

CREATE FUNCTION @schema@.lead_load_run(_session text, _reviewer text, _id text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN (SELECT body FROM @schema@.runs
        WHERE session = _session AND reviewer = _reviewer AND id = _id);
END $$;

CREATE FUNCTION @schema@.lead_pauses(_session text)
RETURNS TABLE (reviewer text, why text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT p.reviewer, p.why FROM @schema@.pauses p WHERE p.session = _session
    UNION ALL SELECT m.person, @schema@.rule_words() FROM @schema@.members m
    WHERE m.session = _session AND m.part = 'reviewer' AND m.paused_in <> '0'
        AND NOT EXISTS (SELECT FROM @schema@.pauses p
            WHERE p.session = _session AND p.reviewer = m.person)
    ORDER BY 1;
END $$;

CREATE FUNCTION @schema@.lead_admitted(_session text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT person FROM @schema@.members
    WHERE session = _session AND part = 'reviewer' AND admitted_in <> '0' ORDER BY 1;
END $$;

CREATE FUNCTION @schema@.lead_adjudications(_session text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT a.body FROM @schema@.adjudications a
    WHERE a.session = _session ORDER BY a.number;
END $$;

CREATE FUNCTION @schema@.lead_token(_session text)
RETURNS TABLE (token text, channel text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT c.changes::text, n.channel FROM @schema@.counters c
    JOIN @schema@.sessions n ON n.id = c.session WHERE c.session = _session;
END $$;

-- Reviewers of a session whose login could look around it: (person, power).
CREATE FUNCTION @schema@.lead_doubts(_session text)
RETURNS TABLE (person text, power text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT m.person, CASE
        WHEN r.rolsuper THEN 'superuser'
        WHEN r.rolbypassrls THEN 'bypassrls'
        WHEN r.rolcreaterole THEN 'createrole'
        WHEN EXISTS (SELECT FROM @schema@.members l WHERE l.session = _session
            AND l.person = m.person AND l.part = 'lead') THEN 'lead'
        ELSE (SELECT p.rolname::text FROM pg_roles p
            WHERE (p.rolsuper OR p.rolbypassrls OR p.rolname IN (
                '@owner_name@', '@keeper_name@', 'pg_read_all_data', 'pg_write_all_data',
                'pg_read_all_stats', 'pg_monitor', 'pg_read_server_files',
                'pg_write_server_files', 'pg_execute_server_program', 'pg_signal_backend'))
            AND pg_has_role(r.oid, p.oid, 'MEMBER') ORDER BY p.rolname LIMIT 1)
        END
    FROM @schema@.members m JOIN pg_roles r ON r.rolname = m.person
    WHERE m.session = _session AND m.part = 'reviewer' ORDER BY 1;
END $$;

CREATE FUNCTION @schema@.lead_skips(_session text)
RETURNS TABLE (assignment text, reason text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM @schema@.must_lead(_session);
    RETURN QUERY SELECT i.id, i.skip_reason FROM @schema@.items i
    WHERE i.session = _session AND i.state = 'skipped' ORDER BY i.reviewer, i.position, i.id;
END $$;
