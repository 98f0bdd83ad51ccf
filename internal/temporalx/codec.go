// Package temporalx connects to Temporal: client, encryption of everything that
// is stored there, search attributes, schedules and workers.
package temporalx

import (
	"fmt"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"google.golang.org/protobuf/proto"

	"github.com/rogatory/rogatory/internal/secret"
)

// encodingEncrypted marks a payload sealed by the codec.
const encodingEncrypted = "binary/rogatory-aes-256-gcm"

// codecAAD binds sealed payloads to their purpose.
var codecAAD = []byte("rogatory/temporal/payload/1")

// Codec seals every payload with AES-256-GCM under the current key of the ring
// and opens them with whichever key sealed them. It fails closed: a payload that
// is not sealed, or whose key is unknown, is an error.
type Codec struct{ Ring secret.Ring }

var _ converter.PayloadCodec = Codec{}

// Encode seals the payloads, their metadata included.
func (c Codec) Encode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	out := make([]*commonpb.Payload, len(payloads))
	for i, p := range payloads {
		plain, err := proto.Marshal(p)
		if err != nil {
			return nil, fmt.Errorf("encode payload: %w", err)
		}
		packed, err := pack(plain)
		if err != nil {
			return nil, fmt.Errorf("encode payload: %w", err)
		}
		out[i] = &commonpb.Payload{
			Metadata: map[string][]byte{converter.MetadataEncoding: []byte(encodingEncrypted)},
			Data:     secret.Seal(c.Ring, codecAAD, packed),
		}
	}
	return out, nil
}

// Decode opens them.
func (c Codec) Decode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	out := make([]*commonpb.Payload, len(payloads))
	for i, p := range payloads {
		if string(p.GetMetadata()[converter.MetadataEncoding]) != encodingEncrypted {
			return nil, fmt.Errorf("decode payload: not sealed by this codec")
		}
		packed, err := secret.Open(c.Ring, codecAAD, p.GetData())
		if err != nil {
			return nil, fmt.Errorf("decode payload: %w", err)
		}
		plain, err := unpack(packed)
		if err != nil {
			return nil, fmt.Errorf("decode payload: %w", err)
		}
		out[i] = &commonpb.Payload{}
		if err := proto.Unmarshal(plain, out[i]); err != nil {
			return nil, fmt.Errorf("decode payload: %w", err)
		}
	}
	return out, nil
}
