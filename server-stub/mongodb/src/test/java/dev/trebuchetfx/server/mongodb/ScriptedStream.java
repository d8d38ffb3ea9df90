// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import com.mongodb.ServerAddress;
import com.mongodb.ServerCursor;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** A server's change streams that do what a test has written down. Confined to the thread of the test. */
final class ScriptedStream implements ChangeStreamSession.Streams {
    private final Deque<Supplier<@Nullable ChangeStreamDocument<BsonDocument>>> steps = new ArrayDeque<>();

    /** The tokens with which streams were opened; an empty document for none. */
    final List<BsonDocument> opened = new ArrayList<>();

    private @Nullable BsonDocument token;
    private @Nullable RuntimeException refusal;

    /** Adds an event. */
    ScriptedStream then(ChangeStreamDocument<BsonDocument> event) {
        steps.add(() -> {
            token = event.getResumeToken();
            return event;
        });
        return this;
    }

    /** Adds a silence, after which the server has gone on to a later place. */
    ScriptedStream thenNothingUpTo(int place) {
        steps.add(() -> {
            token = RecordedEvents.token(place);
            return null;
        });
        return this;
    }

    /** Adds a failure. */
    ScriptedStream thenFail(RuntimeException failure) {
        steps.add(() -> {
            throw failure;
        });
        return this;
    }

    /** Lets the next opening fail. */
    void refuse(RuntimeException failure) {
        refusal = failure;
    }

    @Override
    public MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> open(@Nullable BsonDocument after) {
        opened.add(after == null ? new BsonDocument() : after);
        RuntimeException failure = refusal;
        refusal = null;
        if (failure != null) {
            throw failure;
        }
        // A server tells its newest place when a stream begins now.
        token = after == null ? RecordedEvents.token(0) : after;
        return new Cursor();
    }

    private final class Cursor implements MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> {
        @Override
        public @Nullable BsonDocument getResumeToken() {
            return token;
        }

        @Override
        public @Nullable ChangeStreamDocument<BsonDocument> tryNext() {
            return steps.remove().get();
        }

        @Override
        public void close() {}

        @Override
        public boolean hasNext() {
            throw new UnsupportedOperationException("it would wait for ever");
        }

        @Override
        public ChangeStreamDocument<BsonDocument> next() {
            throw new UnsupportedOperationException("it would wait for ever");
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public @Nullable ServerCursor getServerCursor() {
            return null;
        }

        @Override
        public ServerAddress getServerAddress() {
            return new ServerAddress();
        }
    }
}
