-- +goose Up

-- The translation of a sentence, saved anew at each change: what a translator typed is never overwritten. item is empty
-- for the request itself, otherwise the item of its answer. The unit's id comes from its source, so that an unchanged
-- sentence keeps its translation when the text around it is edited. The table translations goes on holding whole parts:
-- those of before, and those that letters are made of once a translation is certified (source is then its digest).
CREATE TABLE translation_units (
    request_id  text COLLATE "C" NOT NULL REFERENCES requests,
    item        text COLLATE "C" NOT NULL,
    source_lang text NOT NULL,
    lang        text NOT NULL,
    unit        text COLLATE "C" NOT NULL,
    version     int NOT NULL CHECK (version > 0),
    case_id     text NOT NULL,
    state       text NOT NULL CHECK (state IN ('memory', 'draft', 'checked')),
    body        bytea NOT NULL,
    by_id       text NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (request_id, item, lang, unit, version)
);
CREATE INDEX translation_units_case ON translation_units (case_id, source_lang, lang, at);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON translation_units
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The text of an item of an answer, as its translator read it.
CREATE TABLE evidence_sources (
    request_id text COLLATE "C" NOT NULL REFERENCES requests,
    item       text COLLATE "C" NOT NULL,
    version    int NOT NULL CHECK (version > 0),
    case_id    text NOT NULL,
    body       bytea NOT NULL,
    by_id      text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (request_id, item, version)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_sources
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Sentences that a translator brought into one case from a file, a row per file, under the key of the case.
CREATE TABLE case_memory (
    id          text PRIMARY KEY,
    case_id     text NOT NULL REFERENCES cases,
    source_lang text NOT NULL,
    target_lang text NOT NULL,
    body        bytea NOT NULL,
    by_id       text NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX case_memory_case ON case_memory (case_id, source_lang, target_lang);

-- The memory that cases share: sentences without names, numbers and identifiers. case_id says which case an entry came
-- from, so that it goes when the case is erased; nobody reads it. certificate is the digest of the translation that it
-- belongs to: an entry is found once that translation is certified. bands are hashes of neighbouring words of the
-- source: what resembles a sentence has one of them in common with it.
CREATE TABLE translation_memory (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_lang text NOT NULL,
    target_lang text NOT NULL,
    source      text NOT NULL,
    target      text NOT NULL,
    bands       int[] NOT NULL,
    case_id     text NOT NULL DEFAULT '',
    certificate text NOT NULL DEFAULT '',
    certified   boolean NOT NULL,
    at          timestamptz NOT NULL
);
CREATE UNIQUE INDEX translation_memory_once ON translation_memory
    (md5(source), md5(target), source_lang, target_lang, case_id, certificate);
CREATE INDEX translation_memory_bands ON translation_memory USING gin (bands) WHERE certified;
CREATE INDEX translation_memory_certificate ON translation_memory (certificate) WHERE NOT certified;
CREATE INDEX translation_memory_case ON translation_memory (case_id) WHERE case_id <> '';
CREATE INDEX translation_memory_pair ON translation_memory (source_lang, target_lang, id) WHERE certified;

-- Under which oath a translator certifies.
CREATE TABLE translator_oaths (
    user_id  text PRIMARY KEY REFERENCES users,
    name     text NOT NULL,
    court    text NOT NULL,
    number   text NOT NULL,
    sworn_on date NOT NULL,
    by_id    text NOT NULL,
    at       timestamptz NOT NULL
);

-- +goose Down
DROP TABLE translator_oaths, translation_memory, case_memory, evidence_sources, translation_units;
