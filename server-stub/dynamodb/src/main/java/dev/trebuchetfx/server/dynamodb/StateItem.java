// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.StoredState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item of the table of states, as anybody may have left it. */
record StateItem(Map<String, AttributeValue> attributes) {
    static final String ACTOR = "actorId";
    static final String STATE = "state";
    static final String NUMBER = "sequenceNumber";
    static final String UPDATED_AT = "updatedAt";
    static final String SCHEMA = "schemaVersion";
    static final String SEAL = "seal";

    /** The time, in seconds since 1970, at which the log got a whole state last. */
    static final String WHOLE_AT = "wholeAt";

    /** Returns the item of an answer; null where the answer has none. */
    static @Nullable StateItem of(@Nullable Map<String, AttributeValue> attributes) {
        return attributes == null || attributes.isEmpty() ? null : new StateItem(attributes);
    }

    String actor() {
        return Attributes.text(attributes, ACTOR);
    }

    /** Returns the mark of the store that numbered a state of this item last; null where there is none. */
    @Nullable
    Seal seal() {
        String text = Attributes.textOrNull(attributes, SEAL);
        return text == null ? null : Seal.parse(text);
    }

    /** Returns the reason why the state can't be read, in words for the operator; null where it can. */
    @Nullable
    String defect() {
        AttributeValue state = attributes.get(STATE);
        return state != null && (state.b() != null || state.s() != null)
                ? null
                : "expected the attribute state of the item '" + actor() + "' to be binary or a string but found "
                        + (state == null ? "none" : state.type()) + "; correct or delete the item";
    }

    /** Returns the state; no bytes where there is none that can be read. */
    Bytes state() {
        AttributeValue state = attributes.get(STATE);
        if (state != null && state.s() != null) {
            return Bytes.utf8(state.s());
        }
        return Attributes.bytes(state);
    }

    int schema() {
        long schema = Attributes.number(attributes, SCHEMA);
        return schema >= 1 && schema <= Integer.MAX_VALUE ? (int) schema : 1;
    }

    /** Returns whether the state is the one that a store has numbered. */
    boolean isNumbered() {
        Seal seal = seal();
        return seal != null && isNumberIntact(seal) && seal.hash().equals(Seal.hash(schema(), state()));
    }

    /** Returns whether the number, which others may raise with an edit, is still that of the seal. It needs no state. */
    boolean isNumberIntact(Seal seal) {
        return Attributes.number(attributes, NUMBER) == seal.version().number();
    }

    /** Returns what is stored under a seal. */
    StoredState stored(Seal seal) {
        return new StoredState(seal.version(), seal.writeId(), schema(), state(), updatedAt());
    }

    private Instant updatedAt() {
        try {
            return OffsetDateTime.parse(Attributes.text(attributes, UPDATED_AT)).toInstant();
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
