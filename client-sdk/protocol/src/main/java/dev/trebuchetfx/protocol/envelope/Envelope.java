// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/**
 * One message of the protocol. Each type of message is a record. A message of an unknown type is an {@link UnknownEnvelope}, so that
 * a peer of a later version is tolerated and its messages can be shown.
 *
 * <p>All envelopes are immutable. The names of record components are the keys on the wire. Sequence numbers are unsigned 64-bit
 * integers in a {@code long}: compare them with {@link SequenceNumbers#isAfter} or {@link Long#compareUnsigned}.
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

    /** Returns the value of the key {@code type}, such as {@code "streamData"}. */
    String type();
}
