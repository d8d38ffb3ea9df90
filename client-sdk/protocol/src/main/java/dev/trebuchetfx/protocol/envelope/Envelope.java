// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/**
 * One message of the protocol. Each kind is a record; what this version does not know is an {@link UnknownEnvelope}, so that
 * a peer of a later version is tolerated and seen.
 *
 * <p>Names of record components are the keys on the wire. Sequence numbers are unsigned 64-bit numbers in a {@code long}:
 * compare them with {@link Long#compareUnsigned}.
 */
public sealed interface Envelope
        permits InvocationEnvelope,
                ResponseEnvelope,
                StreamStartEnvelope,
                StreamDataEnvelope,
                StreamEndEnvelope,
                StreamErrorEnvelope,
                StreamResumeEnvelope,
                StreamResumedEnvelope,
                StreamUpdateEnvelope,
                StreamUpdatedEnvelope,
                HeartbeatEnvelope,
                UnknownEnvelope {

    /** The value of the key {@code type}. */
    String type();
}
