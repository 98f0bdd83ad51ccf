-- +goose Up

-- An effect makes one letter of a kind. An attempt that was cut off after it filed its letter, and is repeated when the
-- request has moved on, would word it differently: the first one is the letter. Letters that were filed twice before
-- this rule keep their place under a key of their own.
UPDATE documents d SET key = d.key || '/' || d.id
WHERE d.kind IN ('cover', 'slip', 'reminder', 'status_request', 'withdrawal') AND d.key <> '' AND EXISTS (
    SELECT FROM documents f WHERE f.request_id = d.request_id AND f.kind = d.kind AND f.key = d.key AND (f.at, f.id) < (d.at, d.id));
CREATE UNIQUE INDEX documents_letter ON documents (request_id, kind, key)
    WHERE kind IN ('cover', 'slip', 'reminder', 'status_request', 'withdrawal') AND key <> '';

-- +goose Down
DROP INDEX documents_letter;
