// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.Arrays;
import java.util.Optional;

/** What a query can ask an event for by a key. */
public enum QueryField {
    STREAM("stream", Kind.TEXT, "stream by name: actor and method"),
    ID("id", Kind.TEXT, "stream by the id that the server gave it"),
    CONN("conn", Kind.NUMBER, "connection, counted from 1"),
    DIR("dir", Kind.DIRECTION, "direction: sent, received, or note for what was noticed"),
    TYPE("type", Kind.TEXT, "type of the message, as on the wire"),
    SEQ("seq", Kind.SEQUENCE, "sequence number"),
    EPOCH("epoch", Kind.TEXT, "epoch of the server's numbering"),
    SIZE("size", Kind.SIZE, "size on the wire"),
    DT("dt", Kind.DURATION, "time since the previous event of the same stream"),
    TIME("time", Kind.TIME, "when: a time of day, or an instant"),
    ACTOR("actor", Kind.TEXT, "actor, by name or real id"),
    METHOD("method", Kind.TEXT, "method called or observed"),
    CALL("call", Kind.TEXT, "id of a call"),
    PAYLOAD("payload", Kind.TEXT, "payload, decoded"),
    CODE("code", Kind.NUMBER, "close code of the connection"),
    MARK("mark", Kind.TEXT, "name of a mark"),
    COMMENT("comment", Kind.TEXT, "comment on the event");

    /** What values a field has. */
    public enum Kind {
        TEXT("a text"),
        DIRECTION("sent, received or note"),
        NUMBER("a number or a range such as 1..5"),
        /** Unsigned. */
        SEQUENCE("a number or a range such as 100..200"),
        /** In bytes. */
        SIZE("a size such as 4k or 1.5m, or a range of two"),
        /** In nanoseconds. */
        DURATION("a duration such as 250ms or 1.5s, or a range of two"),
        /** In nanoseconds since 1970 UTC. */
        TIME("a time such as 09:26:53 or 2026-03-14T09:26:53Z, or a range of two");

        private final String expected;

        Kind(String expected) {
            this.expected = expected;
        }

        String expected() {
            return expected;
        }

        boolean isText() {
            return this == TEXT || this == DIRECTION;
        }
    }

    private final String key;
    private final Kind kind;
    private final String meaning;

    QueryField(String key, Kind kind, String meaning) {
        this.key = key;
        this.kind = kind;
        this.meaning = meaning;
    }

    /** As it is typed, without the colon. */
    public String key() {
        return key;
    }

    public Kind kind() {
        return kind;
    }

    /** A few words for people. */
    public String meaning() {
        return meaning;
    }

    static Optional<QueryField> of(String key) {
        return Arrays.stream(values()).filter(field -> field.key.equals(key)).findFirst();
    }
}
