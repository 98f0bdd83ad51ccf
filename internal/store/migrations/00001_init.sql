-- +goose Up

-- Identifiers are opaque text. Those that lists are sorted by compare by bytes ("C"), so that the order is the same on
-- every machine and prefixes use the index.

CREATE TABLE users (
    id            text PRIMARY KEY,
    login         text NOT NULL UNIQUE,
    name          text NOT NULL,
    email         text NOT NULL DEFAULT '',
    role          text NOT NULL CHECK (role IN ('officer', 'magistrate', 'translator', 'clerk', 'auditor', 'admin')),
    org           text NOT NULL DEFAULT '',
    lang          text NOT NULL DEFAULT 'fr' CHECK (lang IN ('fr', 'en')),
    disabled      boolean NOT NULL DEFAULT false,
    password_hash text NOT NULL DEFAULT '',
    created_at    timestamptz NOT NULL
);
CREATE INDEX users_role ON users (role, org);

-- The layout that scs expects.
CREATE TABLE sessions (
    token  text PRIMARY KEY,
    data   bytea NOT NULL,
    expiry timestamptz NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expiry);

CREATE TABLE api_tokens (
    id         text PRIMARY KEY,
    user_id    text NOT NULL REFERENCES users,
    label      text NOT NULL,
    hash       text NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    last_used  timestamptz,
    revoked_at timestamptz
);
CREATE INDEX api_tokens_user ON api_tokens (user_id);

CREATE TABLE cases (
    id        text PRIMARY KEY,
    ref       text COLLATE "C" NOT NULL UNIQUE,
    court     text NOT NULL,
    connector text NOT NULL CHECK (connector IN ('folder', 'http')),
    opened_on date NOT NULL
);

CREATE TABLE case_members (
    case_id text NOT NULL REFERENCES cases,
    user_id text NOT NULL REFERENCES users,
    PRIMARY KEY (user_id, case_id)
);
CREATE INDEX case_members_case ON case_members (case_id);

-- The two keys of a case, wrapped by the master key. Deleting the row erases what is sealed under them.
CREATE TABLE case_keys (
    case_id  text PRIMARY KEY REFERENCES cases,
    texts    bytea NOT NULL,
    identity bytea NOT NULL
);

CREATE TABLE reference_counters (
    year  int NOT NULL,
    state text NOT NULL,
    n     int NOT NULL,
    PRIMARY KEY (year, state)
);

-- The projection of a request. Phase '' is a reservation: a reference and a draft, no event yet.
CREATE TABLE requests (
    id           text COLLATE "C" PRIMARY KEY,
    reference    text COLLATE "C" NOT NULL UNIQUE,
    case_id      text NOT NULL REFERENCES cases,
    command_id   text UNIQUE,
    officer_id   text NOT NULL DEFAULT '',
    translator_id text NOT NULL DEFAULT '',
    state        text NOT NULL,
    track        text NOT NULL CHECK (track IN ('judicial', 'police', 'preservation')),
    form         text NOT NULL,
    phase        text NOT NULL DEFAULT '',
    phase_at     timestamptz NOT NULL,
    terminal     boolean NOT NULL DEFAULT false,
    seq          bigint NOT NULL DEFAULT 0 CHECK (seq >= 0),
    head         bytea,
    urgent       boolean NOT NULL DEFAULT false,
    danger       boolean NOT NULL DEFAULT false,
    holder_fr    text NOT NULL DEFAULT '',
    holder_en    text NOT NULL DEFAULT '',
    holder_org   text NOT NULL DEFAULT '',
    -- held_orgs ever held the file; orgs are those and the ones with an open duty: what a clerk may see.
    held_orgs    text[] NOT NULL DEFAULT '{}',
    orgs         text[] NOT NULL DEFAULT '{}',
    opened_on    date NOT NULL,
    measures     jsonb NOT NULL DEFAULT '[]',
    next_due     timestamptz,
    next_clock   text NOT NULL DEFAULT '',
    -- sort_due lets one comparison page through requests with and without a deadline.
    sort_due     timestamptz GENERATED ALWAYS AS (coalesce(next_due, 'infinity'::timestamptz)) STORED,
    snapshot     jsonb,
    reserved_at  timestamptz NOT NULL
);
CREATE INDEX requests_due ON requests (sort_due, id) WHERE phase <> '';
CREATE INDEX requests_open_due ON requests (sort_due, id) WHERE phase <> '' AND NOT terminal;
CREATE INDEX requests_case ON requests (case_id, sort_due, id);
CREATE INDEX requests_officer ON requests (officer_id, sort_due, id);
CREATE INDEX requests_translator ON requests (translator_id) WHERE translator_id <> '';
CREATE INDEX requests_orgs ON requests USING gin (orgs);
CREATE INDEX requests_phase ON requests (phase, sort_due, id);
CREATE INDEX requests_state ON requests (state, sort_due, id);

-- The chain. hash = SHA-256(prev_hash, event); the first prev_hash is the SHA-256 of the request's id.
CREATE TABLE request_events (
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    seq        bigint NOT NULL CHECK (seq > 0),
    case_id    text NOT NULL,
    kind       text NOT NULL,
    at         timestamptz NOT NULL,
    actor_id   text NOT NULL,
    command_id text NOT NULL,
    event      json NOT NULL,
    prev_hash  bytea NOT NULL CHECK (length(prev_hash) = 32),
    hash       bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (request_id, seq)
);

CREATE TABLE command_outcomes (
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    command_id text NOT NULL,
    case_id    text NOT NULL,
    kind       text NOT NULL,
    digest     text NOT NULL,
    actor_id   text NOT NULL,
    first_seq  bigint NOT NULL,
    last_seq   bigint NOT NULL,
    phase      text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (request_id, command_id)
);
CREATE INDEX command_outcomes_command ON command_outcomes (command_id);

CREATE TABLE commands_received (
    command_id text NOT NULL,
    actor_id   text NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    case_id    text NOT NULL,
    kind       text NOT NULL,
    digest     text NOT NULL,
    -- The command itself, codes and references only, to be sent again.
    body       jsonb NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (command_id, actor_id)
);

-- The law that governed a request, as it was; one row a distinct content, and which from which event on.
CREATE TABLE profiles (
    digest  text PRIMARY KEY,
    hash    text NOT NULL,
    version text NOT NULL,
    state   text NOT NULL,
    body    json NOT NULL
);
CREATE INDEX profiles_hash ON profiles (hash);

CREATE TABLE request_profiles (
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    seq        bigint NOT NULL,
    case_id    text NOT NULL,
    digest     text NOT NULL REFERENCES profiles,
    PRIMARY KEY (request_id, seq)
);

CREATE TABLE draft_revisions (
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    revision   int NOT NULL CHECK (revision > 0),
    case_id    text NOT NULL,
    sha256     text NOT NULL,
    body       bytea NOT NULL,
    by_id      text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (request_id, revision)
);

CREATE TABLE translations (
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    source     text NOT NULL,
    segment    text NOT NULL,
    case_id    text NOT NULL,
    body       bytea NOT NULL,
    by_id      text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (request_id, source, segment)
);

-- Free texts that events refer to. Erasing one empties its body; the chain keeps the salted digest.
CREATE TABLE request_texts (
    id         text PRIMARY KEY,
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    case_id    text NOT NULL,
    -- What the text is for, a command's id and field; empty for none.
    key        text NOT NULL,
    digest     text NOT NULL,
    body       bytea,
    by_id      text NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX request_texts_request ON request_texts (request_id);
CREATE UNIQUE INDEX request_texts_key ON request_texts (request_id, key) WHERE key <> '';

CREATE TABLE sealed_identities (
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    label      text NOT NULL CHECK (label ~ '^V[1-9][0-9]?$'),
    case_id    text NOT NULL,
    body       bytea NOT NULL,
    by_id      text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (request_id, label)
);

CREATE TABLE sealed_access (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id text COLLATE "C" NOT NULL,
    case_id    text NOT NULL,
    user_id    text NOT NULL,
    action     text NOT NULL CHECK (action IN ('read', 'write')),
    labels     text[] NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX sealed_access_request ON sealed_access (request_id);

CREATE TABLE obligations (
    request_id   text COLLATE "C" NOT NULL REFERENCES requests,
    id           text NOT NULL,
    case_id      text NOT NULL,
    clock        text NOT NULL,
    kind         text NOT NULL,
    owed_foreign boolean NOT NULL,
    owed_role    text NOT NULL,
    owed_org     text NOT NULL,
    owed_user    text NOT NULL,
    due          timestamptz NOT NULL,
    due_date     date,
    state        text NOT NULL CHECK (state IN ('open', 'suspended', 'met', 'cancelled', 'lapsed')),
    body         jsonb NOT NULL,
    PRIMARY KEY (request_id, id)
);
CREATE INDEX obligations_open ON obligations (owed_role, owed_org, due) WHERE state = 'open';

CREATE TABLE hops (
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    idx        int NOT NULL,
    case_id    text NOT NULL,
    hop        text NOT NULL,
    clerk_org  text NOT NULL,
    taken_on   date,
    left_on    date,
    body       jsonb NOT NULL,
    PRIMARY KEY (request_id, idx)
);

CREATE TABLE evidence (
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    id         text NOT NULL,
    case_id    text NOT NULL,
    sha256     text NOT NULL,
    translated text NOT NULL,
    body       jsonb NOT NULL,
    PRIMARY KEY (request_id, id)
);
CREATE INDEX evidence_case ON evidence (case_id);

CREATE TABLE deliveries (
    id         text PRIMARY KEY,
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    case_id    text NOT NULL,
    status     text NOT NULL,
    items      text[] NOT NULL,
    body       jsonb NOT NULL
);
CREATE INDEX deliveries_request ON deliveries (request_id);
CREATE INDEX deliveries_case ON deliveries (case_id);

CREATE TABLE documents (
    id         text PRIMARY KEY,
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    case_id    text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('request', 'signed', 'translation', 'cover', 'slip', 'reminder',
                   'status_request', 'withdrawal', 'acknowledgement', 'decision', 'evidence', 'evidence_translation',
                   'cure', 'attachment')),
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size       bigint NOT NULL,
    mime       text NOT NULL,
    lang       text NOT NULL DEFAULT '',
    name       text NOT NULL DEFAULT '',
    obligation text NOT NULL DEFAULT '',
    by_id      text NOT NULL,
    key        text NOT NULL DEFAULT '',
    at         timestamptz NOT NULL,
    UNIQUE (request_id, kind, sha256, key)
);

CREATE TABLE effects (
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    key        text NOT NULL,
    case_id    text NOT NULL,
    kind       text NOT NULL,
    body       jsonb NOT NULL,
    state      text NOT NULL CHECK (state IN ('owed', 'attempting', 'done', 'failed', 'uncertain')),
    code       text NOT NULL DEFAULT '',
    attempts   int NOT NULL DEFAULT 0,
    owed_at    timestamptz NOT NULL,
    done_at    timestamptz,
    PRIMARY KEY (request_id, key)
);
CREATE INDEX effects_left ON effects (request_id) WHERE state <> 'done';

CREATE TABLE inbox (
    n          bigint GENERATED ALWAYS AS IDENTITY,
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    command_id text NOT NULL,
    case_id    text NOT NULL,
    command    json NOT NULL,
    at         timestamptz NOT NULL,
    done_at    timestamptz,
    PRIMARY KEY (request_id, command_id)
);
CREATE INDEX inbox_open ON inbox (n) WHERE done_at IS NULL;

CREATE TABLE outbox (
    message_id text PRIMARY KEY,
    n          bigint GENERATED ALWAYS AS IDENTITY,
    request_id text COLLATE "C" REFERENCES requests,
    case_id    text,
    user_id    text NOT NULL,
    recipient  text NOT NULL,
    subject    text NOT NULL,
    body       text NOT NULL,
    state      text NOT NULL DEFAULT 'owed' CHECK (state IN ('owed', 'sent', 'failed', 'outbox')),
    at         timestamptz NOT NULL
);
CREATE INDEX outbox_request ON outbox (request_id);
CREATE INDEX outbox_user ON outbox (user_id, n);
CREATE INDEX outbox_order ON outbox (n);

CREATE TABLE operator_alerts (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL,
    request_id text NOT NULL,
    detail     jsonb NOT NULL,
    at         timestamptz NOT NULL,
    done_at    timestamptz
);
-- One open alert for one trouble, however often the workflow asks.
CREATE UNIQUE INDEX operator_alerts_open ON operator_alerts (kind, request_id) WHERE done_at IS NULL;

CREATE TABLE holiday_overlays (
    id       text PRIMARY KEY,
    calendar text NOT NULL,
    day      date NOT NULL,
    body     jsonb NOT NULL,
    cause    text NOT NULL,
    by_id    text NOT NULL,
    at       timestamptz NOT NULL,
    UNIQUE (calendar, day, cause)
);

-- One row. A clock that runs fast belongs to a database created as a demo, and stays there.
CREATE TABLE settings (
    one          boolean PRIMARY KEY DEFAULT true CHECK (one),
    demo         boolean NOT NULL,
    clock_anchor timestamptz NOT NULL,
    clock_speed  double precision NOT NULL DEFAULT 1 CHECK (clock_speed > 0 AND (demo OR clock_speed = 1)),
    seeded_at    timestamptz
);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
-- +goose StatementEnd

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON request_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON draft_revisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sealed_access
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION refuse_demo_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.demo <> OLD.demo THEN
        RAISE EXCEPTION 'whether a database is a demo is decided when it is created' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER demo_for_life BEFORE UPDATE OR DELETE ON settings
    FOR EACH ROW EXECUTE FUNCTION refuse_demo_change();

-- +goose Down
DROP TABLE settings, holiday_overlays, operator_alerts, outbox, inbox, effects, documents, deliveries, evidence, hops,
    obligations, sealed_access, sealed_identities, request_texts, translations, draft_revisions, request_profiles, profiles,
    commands_received, command_outcomes, request_events, requests, reference_counters, case_keys, case_members, cases,
    api_tokens, sessions, users;
DROP FUNCTION refuse_change, refuse_demo_change;
