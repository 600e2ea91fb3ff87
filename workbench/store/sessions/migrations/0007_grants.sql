-- Who may call what. Everything else is the owner's and the keeper's alone.

SET LOCAL ROLE @owner@;

CREATE FUNCTION @schema@.version() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
    SELECT coalesce(max(number), 0) FROM @schema@.migrations
$$;

RESET ROLE;

DO $$
DECLARE
    _name text;
    _public text[] := ARRAY['version', 'ids', 'lead_session'];
    _reviewer text[] := ARRAY[
        'brief', 'queue', 'paused', 'claim', 'renew', 'release', 'skip', 'load', 'save', 'prepare',
        'submit', 'reopen', 'submissions_of', 'feedback_of', 'others', 'save_run', 'load_run'];
    _lead text[] := ARRAY[
        'lead_create', 'lead_restore', 'lead_restored', 'lead_locked',
        'lead_update', 'lead_assign', 'lead_submitted', 'lead_progress', 'lead_submissions',
        'lead_drafts', 'lead_skips', 'lead_feedback', 'lead_runs', 'lead_load_run', 'lead_pause', 'lead_pauses',
        'lead_admit', 'lead_admitted', 'lead_tell', 'lead_move_on', 'lead_next_adjudication',
        'lead_adjudicate', 'lead_adjudications', 'lead_token', 'lead_doubts'];
    _routine record;
BEGIN
    FOR _routine IN
        SELECT p.oid::regprocedure AS signature, p.proname, p.proowner::regrole AS owner
        FROM pg_proc p WHERE p.pronamespace = '@schema@'::regnamespace
    LOOP
        EXECUTE format('SET LOCAL ROLE %s', _routine.owner);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', _routine.signature);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO @owner@, @keeper@', _routine.signature);
        IF _routine.proname = ANY (_public || _reviewer) THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO @reviewer@', _routine.signature);
        END IF;
        IF _routine.proname = ANY (_public || _lead) THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO @lead@', _routine.signature);
        END IF;
        RESET ROLE;
    END LOOP;
END $$;
