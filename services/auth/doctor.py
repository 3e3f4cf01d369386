"""Invariants of the auth database, for ``talat doctor``."""

from __future__ import annotations

from typing import Final

from kit.doctor import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "every organisation has an owner",
        """
        SELECT count(*) FROM organisation o
        WHERE NOT o.unclaimed AND o.merged_into IS NULL AND NOT EXISTS (
            SELECT FROM membership m WHERE m.organisation_id = o.id AND 'owner' = ANY (m.roles))
        """,
    ),
    Check(
        "every person has an address",
        """
        SELECT count(*) FROM person p
        WHERE p.erased_at IS NULL
            AND NOT EXISTS (SELECT FROM contact c WHERE c.person_id = p.id)
        """,
    ),
    Check(
        "an organisation has the capabilities that were approved, and no others",
        """
        SELECT count(*) FROM (
            SELECT o.id, word FROM organisation o, unnest(o.capabilities) AS word
        ) granted FULL JOIN (
            SELECT DISTINCT organisation_id, capability FROM application WHERE status = 'approved'
        ) approved ON approved.organisation_id = granted.id
            AND approved.capability = granted.word
        WHERE granted.id IS NULL OR approved.organisation_id IS NULL
        """,
    ),
    Check(
        "nobody decided on the application of their own organisation",
        """
        SELECT count(*) FROM application a JOIN membership m
            ON m.organisation_id = a.organisation_id AND m.person_id = a.decided_by
        WHERE a.decided_at >= m.joined_at AND (m.left_at IS NULL OR a.decided_at < m.left_at)
        """,
    ),
    Check(
        "an officer decided within agency, province and dates",
        """
        SELECT count(*) FROM application a WHERE a.decided_by IS NOT NULL AND NOT EXISTS (
            SELECT FROM appointment p WHERE p.person_id = a.decided_by AND p.agency = a.agency
                AND a.province_code = ANY (p.provinces)
                AND p.valid_from_on <= (a.decided_at AT TIME ZONE 'Asia/Bangkok')::date
                AND (p.valid_until_on IS NULL
                    OR p.valid_until_on >= (a.decided_at AT TIME ZONE 'Asia/Bangkok')::date))
        """,
    ),
    Check(
        "a duplicate that was merged is closed, empty, and names one that goes on",
        """
        SELECT count(*) FROM organisation gone JOIN organisation kept ON kept.id = gone.merged_into
        WHERE gone.status <> 'closed' OR cardinality(gone.capabilities) > 0
            OR EXISTS (SELECT FROM membership m
                WHERE m.organisation_id = gone.id AND m.left_at IS NULL)
        """,
    ),
    Check(
        "a network that goes on is led by one of its members",
        """
        SELECT count(*) FROM network n WHERE n.closed_at IS NULL AND NOT EXISTS (
            SELECT FROM network_member m WHERE m.network_id = n.id
                AND m.organisation_id = n.lead_id AND m.status = 'active')
        """,
    ),
    Check(
        "a living refresh family has exactly one unused token",
        """
        SELECT count(*) FROM (
            SELECT f.id FROM refresh_family f JOIN refresh_token t ON t.family_id = f.id
            WHERE f.ended_at IS NULL
            GROUP BY f.id HAVING count(*) FILTER (WHERE t.used_at IS NULL) <> 1
        ) wrong
        """,
    ),
    Check(
        "a key signs now, and it is published",
        """
        SELECT CASE WHEN EXISTS (
            SELECT FROM signing_key WHERE activates_at <= now()
                AND (withdrawn_at IS NULL OR withdrawn_at > now())) THEN 0 ELSE 1 END
        """,
    ),
    Check(
        "no notice waits for more than an hour past its time",
        """
        SELECT count(*) FROM notice_delivery
        WHERE status IN ('pending', 'sending') AND due_at < now() - interval '1 hour'
        """,
    ),
    Check(
        "the audit log's seals fit their entries and each other",
        """
        SELECT count(*) FROM (
            SELECT s.number, s.hash, s.previous, s.entries,
                lag(s.hash, 1, decode(repeat('00', 32), 'hex')) OVER chain AS before,
                row_number() OVER chain AS place,
                under.found, under.digests
            FROM audit_seal s LEFT JOIN (
                SELECT x.seal_number, count(e.id) AS found,
                    string_agg(audit_entry_digest(e), ''::bytea ORDER BY e.id) AS digests
                FROM audit_sealed x LEFT JOIN audit_entry e ON e.id = x.entry_id
                GROUP BY x.seal_number
            ) under ON under.seal_number = s.number
            WINDOW chain AS (ORDER BY s.number)
        ) seal
        WHERE number <> place OR previous <> before OR found IS DISTINCT FROM entries
            OR hash <> sha256(previous || coalesce(digests, ''::bytea))
        """,
    ),
    Check(
        "every audit entry older than an hour is under a seal that exists",
        """
        SELECT count(*) FROM audit_entry e
        LEFT JOIN audit_sealed x ON x.entry_id = e.id
        LEFT JOIN audit_seal s ON s.number = x.seal_number
        WHERE s.number IS NULL AND (
            x.entry_id IS NOT NULL OR e.at < now() - interval '1 hour')
        """,
    ),
    Check(
        "an erased person has no address, sign-in, second factor or role",
        """
        SELECT count(*) FROM person p WHERE p.erased_at IS NOT NULL AND (
            p.password_hash <> ''
            OR EXISTS (SELECT FROM contact c WHERE c.person_id = p.id)
            OR EXISTS (SELECT FROM totp t WHERE t.person_id = p.id)
            OR EXISTS (SELECT FROM membership m WHERE m.person_id = p.id AND m.left_at IS NULL)
            OR EXISTS (SELECT FROM refresh_family f
                WHERE f.person_id = p.id AND f.ended_at IS NULL))
        """,
    ),
    Check(
        "no request about a person's data is open past its day",
        """
        SELECT count(*) FROM privacy_case WHERE status = 'open'
            AND due_on < (now() AT TIME ZONE 'Asia/Bangkok')::date
        """,
    ),
)
