// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.internal.delta.JsonPatch;
import dev.trebuchetfx.protocol.internal.delta.JsonPatchException;
import dev.trebuchetfx.protocol.internal.delta.StateDeltas;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import dev.trebuchetfx.protocol.internal.json.StateHash;
import dev.trebuchetfx.protocol.internal.json.WireEquality;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A verifier of one stream's states. It applies the deltas and compares the result with what the server says: with a hash, or with
 * a full state for a sequence number that was reached by deltas. A state that no delta follows is not even parsed. Confined to the
 * stream that owns it.
 */
final class StateVerifier {
    private static final StateDeltaCodec CODEC = new StateDeltaCodec(WireLimits.DEFAULT);
    private static final byte[] WRAPPED = "\"isFull\"".getBytes(StandardCharsets.US_ASCII);
    /** The bytes of JSON that a StateDelta has around the state. */
    private static final int WRAPPER = 25;

    private @Nullable Bytes encoded;
    private @Nullable JsonNode tree;
    private long number;
    /** True while no update was altered, by redaction for example, so that hashes and states must agree. */
    private boolean trusted = true;

    /** The number of deltas applied since a full state; negative while the state may differ from a client's. */
    private int chain;

    private long fullBytes;
    private long deltas;
    private long proofs;

    /** The result of an update. */
    sealed interface Finding {
        /** The update is a full state. */
        record Full() implements Finding {}

        /** The update is a delta. {@code applied}: whether its base was known, so that it could be applied. */
        record Delta(boolean applied) implements Finding {}

        /** The update is a delta in the application's own format, which can't be applied without the application's type. */
        record OwnDelta() implements Finding {}

        /** The state that the deltas add up to differs from the server's. {@code path}: the first difference, or null if it is not known. */
        record Drift(boolean delta, @Nullable String path, String why) implements Finding {}

        /** The payload can't be parsed. */
        record Unreadable(String why) implements Finding {}
    }

    /** Returns the verifier for the stream that replaces this one. It keeps the counts and knows no state yet. */
    StateVerifier succeeding() {
        StateVerifier next = new StateVerifier();
        next.fullBytes = fullBytes;
        next.trusted = trusted;
        next.deltas = deltas;
        next.proofs = proofs;
        return next;
    }

    /**
     * Takes an update of {@code frameBytes} on the wire.
     *
     * @param format the stream's delta format by its name in the protocol; null if it is not known
     */
    Finding take(StreamDataEnvelope data, int frameBytes, boolean altered, @Nullable String format) {
        trusted &= !altered;
        long before = fullBytes;
        Finding finding = fold(data, frameBytes, format);
        chain = switch (finding) {
            case Finding.Full() -> number == data.sequenceNumber() ? 0 : chain;
            case Finding.Delta(boolean applied) -> applied && chain >= 0 ? chain + 1 : chain;
            case Finding.Drift ignored -> -1;
            case Finding.OwnDelta ignored -> chain;
            case Finding.Unreadable ignored -> chain;
        };
        if (fullBytes == before) {
            fullBytes += frameBytes;
        }
        if (finding instanceof Finding.Drift drift && !trusted) {
            return drift.delta() ? new Finding.Delta(false) : new Finding.Full();
        }
        return finding;
    }

    private Finding fold(StreamDataEnvelope data, int frameBytes, @Nullable String format) {
        long sequence = data.sequenceNumber();
        StateDelta delta;
        try {
            delta = isWrapped(data.data().unsafeArray())
                    ? CODEC.decode(data.data())
                    : new StateDelta(true, data.data());
        } catch (WireException e) {
            delta = new StateDelta(true, data.data());
        }
        boolean ahead = Long.compareUnsigned(sequence, number) > 0;
        Finding finding;
        if (delta.isFull()) {
            finding = full(delta.data(), sequence, ahead);
        } else if (isOwn(delta.data(), format)) {
            deltas++;
            if (ahead) {
                forget();
            }
            return new Finding.OwnDelta();
        } else {
            deltas++;
            finding = change(data, delta.data(), sequence, ahead, frameBytes);
        }
        return finding instanceof Finding.Drift ? finding : proved(data, finding, delta.isFull());
    }

    private static boolean isOwn(Bytes change, @Nullable String format) {
        return format == null ? !StateDeltas.mayBePatch(change) : !format.equals(StateDeltas.JSON_PATCH);
    }

    private Finding full(Bytes state, long sequence, boolean ahead) {
        if (ahead) {
            encoded = state;
            tree = null;
            number = sequence;
            return new Finding.Full();
        }
        if (sequence != number || tree == null) {
            return new Finding.Full();
        }
        try {
            JsonNode told = JsonTrees.read(state);
            proofs++;
            if (WireEquality.sameValue(tree, told)) {
                return new Finding.Full();
            }
            String path = Differences.first(tree, told);
            tree = told;
            encoded = state;
            return new Finding.Drift(false, path, "the full state for the same number differs");
        } catch (JacksonException e) {
            return new Finding.Unreadable(e.getOriginalMessage());
        }
    }

    private Finding change(StreamDataEnvelope data, Bytes patch, long sequence, boolean ahead, int frameBytes) {
        StreamDataEnvelope.Ext ext = data.ext();
        Long told = ext == null ? null : ext.base();
        Long skipped = ext == null ? null : ext.skipped();
        long base = told == null ? sequence - 1 - (skipped == null ? 0 : skipped) : told;
        if (!ahead || base != number) {
            return new Finding.Delta(false);
        }
        try {
            JsonNode from = parsed();
            if (from == null) {
                return new Finding.Delta(false);
            }
            JsonNode to = JsonPatch.parse(patch).applyTo(from);
            tree = to;
            encoded = null;
            number = sequence;
            int full = (int) JsonTrees.sizeOf(to);
            fullBytes += Math.max(0, frameBytes - base64(data.data().size())) + base64(WRAPPER + base64(full));
            return new Finding.Delta(true);
        } catch (JsonPatchException e) {
            forget();
            return new Finding.Drift(true, null, "the change does not fit: " + e.getMessage());
        } catch (JacksonException e) {
            forget();
            return new Finding.Unreadable(e.getOriginalMessage());
        }
    }

    private Finding proved(StreamDataEnvelope data, Finding finding, boolean full) {
        String hash = data.ext() == null ? null : data.ext().hash();
        if (hash == null || full || number != data.sequenceNumber() || !StateHash.isKnown(hash) || tree == null) {
            return finding;
        }
        String own = StateHash.of(tree);
        if (own == null) {
            return finding;
        }
        proofs++;
        if (own.equals(hash)) {
            return finding;
        }
        forget();
        return new Finding.Drift(true, null, "the hash of the state is " + own + ", the server's " + hash);
    }

    private void forget() {
        tree = null;
        encoded = null;
        number = 0;
    }

    private @Nullable JsonNode parsed() {
        if (tree == null && encoded != null) {
            tree = JsonTrees.read(encoded);
        }
        return tree;
    }

    /** Returns the state if it is to be kept, as it is after every {@value StateKeyframes#EVERY} deltas; otherwise null. */
    @Nullable
    JsonNode keyframe() {
        return chain > 0 && chain % StateKeyframes.EVERY == 0 ? tree : null;
    }

    /** Returns whether both have the same state, or null if one of the states is not known. */
    @Nullable
    Boolean sameAs(StateVerifier other) {
        if (encoded != null && encoded.equals(other.encoded)) {
            return true;
        }
        try {
            JsonNode mine = parsed();
            JsonNode its = other.parsed();
            if (mine == null || its == null) {
                return null;
            }
            return WireEquality.sameValue(mine, its);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static boolean isWrapped(byte[] json) {
        int window = Math.min(json.length, 28);
        return json.length > WRAPPED.length
                && json[0] == '{'
                && (contains(json, 0, window) || contains(json, json.length - window, json.length));
    }

    private static boolean contains(byte[] json, int from, int to) {
        for (int i = from; i + WRAPPED.length <= to; i++) {
            if (Arrays.equals(json, i, i + WRAPPED.length, WRAPPED, 0, WRAPPED.length)) {
                return true;
            }
        }
        return false;
    }

    private static int base64(int size) {
        return (size + 2) / 3 * 4;
    }

    /** Returns how many bytes the updates would have taken as full states, as far as those are known. */
    long fullBytes() {
        return fullBytes;
    }

    long deltas() {
        return deltas;
    }

    /** Returns how often the state was compared with a hash or a full state of the server. */
    long proofs() {
        return proofs;
    }
}
