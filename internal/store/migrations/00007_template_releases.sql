-- +goose Up

-- Who released which text of a letter, and who withdrew it: the last entry for a digest holds. The statement is kept as
-- it was signed.
CREATE TABLE template_releases (
    n           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form        text NOT NULL CHECK (form ~ '^[a-z][a-z0-9_]{1,60}$'),
    lang        text NOT NULL CHECK (lang ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    version     text NOT NULL,
    digest      text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    withdrawn   boolean NOT NULL DEFAULT false,
    name        text NOT NULL CHECK (name <> ''),
    court       text NOT NULL DEFAULT '',
    oath_number text NOT NULL DEFAULT '',
    oath_on     date,
    statement   text NOT NULL DEFAULT '',
    reason      text NOT NULL DEFAULT '',
    by_id       text NOT NULL,
    role        text NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX template_releases_digest ON template_releases (digest, n);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON template_releases
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Files that carry the label "draft, not reviewed", one row for each template of theirs that nobody had released. The
-- label stands in the bytes, so it belongs to the content and not to where a copy of it is filed.
CREATE TABLE unreviewed_files (
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    form   text NOT NULL,
    lang   text NOT NULL,
    digest text NOT NULL,
    at     timestamptz NOT NULL,
    PRIMARY KEY (sha256, form, lang)
);
CREATE INDEX unreviewed_files_template ON unreviewed_files (form, lang);

-- +goose Down
DROP TABLE unreviewed_files, template_releases;
