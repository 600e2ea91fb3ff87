-- An axis that a reviewer was not asked is no part of the comparison with what is known, by the rule
-- of `workbench.model.gold`: a submission of a task that could be judged has no rating of it.

SET LOCAL ROLE @keeper@;

CREATE OR REPLACE FUNCTION @schema@.compare(_session text, _assignment text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
BEGIN
    UPDATE @schema@.secrets s SET axes = g.axes, hits = g.hits, missed = g.scored > g.hits,
        noise = gen_random_uuid(), more_noise = gen_random_uuid()
    FROM (
        SELECT count(*) FILTER (WHERE a.asked)::int AS axes, count(a.said)::int AS scored,
            count(*) FILTER (
                WHERE abs(a.said - a.true) <= 1 AND (a.said >= a.blocks) = (a.true >= a.blocks)
            )::int AS hits
        FROM (
            SELECT (k.value->>0)::int AS true, (k.value->>1)::int AS blocks,
                coalesce(v.review->>'cannot_judge', '') <> ''
                    OR coalesce(jsonb_exists(v.review->'ratings', k.key), false) AS asked,
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

RESET ROLE;
