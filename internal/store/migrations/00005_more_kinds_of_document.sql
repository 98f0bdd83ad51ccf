-- +goose Up

-- A path has more papers than those of the first list; which kinds exist is the program's to say.
ALTER TABLE documents DROP CONSTRAINT documents_kind_check;
ALTER TABLE documents ADD CONSTRAINT documents_kind_check CHECK (kind ~ '^[a-z][a-z0-9_]{2,40}$');

-- Every paper that an effect makes is one for its key, see 00003.
DROP INDEX documents_letter;
CREATE UNIQUE INDEX documents_letter ON documents (request_id, kind, key)
    WHERE key <> '' AND kind NOT IN ('request', 'signed', 'translation', 'acknowledgement', 'decision', 'evidence',
        'evidence_translation', 'cure', 'attachment');

-- +goose Down
DROP INDEX documents_letter;
CREATE UNIQUE INDEX documents_letter ON documents (request_id, kind, key)
    WHERE kind IN ('cover', 'slip', 'reminder', 'status_request', 'withdrawal') AND key <> '';
ALTER TABLE documents DROP CONSTRAINT documents_kind_check;
ALTER TABLE documents ADD CONSTRAINT documents_kind_check CHECK (kind IN ('request', 'signed', 'translation', 'cover', 'slip',
    'reminder', 'status_request', 'withdrawal', 'acknowledgement', 'decision', 'evidence', 'evidence_translation', 'cure',
    'attachment'));
