// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import dev.trebuchetfx.server.store.ListeningSession;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateStoreException;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A change stream that is open. It numbers the edits that it hears of; the news of that comes by the stream itself. The thread of
 * {@link #run} alone reads from it.
 */
final class ChangeStreamSession implements ListeningSession {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeStreamSession.class);

    private final MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> cursor;
    private final Position position;
    private final Care care;

    /** The care for the actors that events tell of. */
    interface Care {
        /** Numbers the state of an actor, if it is an edit that nobody has numbered yet. */
        void number(String actor);

        /** Forgets the log of a state that somebody has deleted. */
        void forgetLog(String actor);
    }

    /** An opener of change streams. */
    interface Streams {
        /**
         * Opens a change stream.
         *
         * @param token the place after which it begins; null for now
         */
        MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> open(@Nullable BsonDocument token);
    }

    /**
     * The place that a source has read up to. It spares the numbering of edits at the next reading of each actor, and is no guarantee:
     * whoever listens reads the newest versions after each connection. Confined to the sessions of one source, one of which runs at a time.
     */
    static final class Position {
        private @Nullable BsonDocument token;

        void keep(@Nullable BsonDocument next) {
            if (next != null) {
                token = next;
            }
        }

        void forget() {
            token = null;
        }

        /** Forgets the place if the server refuses to go on there, as with error 286, since it would refuse for ever. */
        void forgetIfRefused(MongoException e) {
            if (e instanceof MongoCommandException && !e.hasErrorLabel("ResumableChangeStreamError")) {
                forget();
            }
        }
    }

    private ChangeStreamSession(
            MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> cursor, Position position, Care care) {
        this.cursor = cursor;
        this.position = position;
        this.care = care;
    }

    /** Opens a session, at the place where the one before it ended if that is known. */
    static ChangeStreamSession open(Streams streams, Position position, Care care) {
        try {
            MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> opened = streams.open(position.token);
            position.keep(opened.getResumeToken());
            return new ChangeStreamSession(opened, position, care);
        } catch (MongoException e) {
            position.forgetIfRefused(e);
            throw e;
        }
    }

    @Override
    public void run(StateChangeSource.Listener listener) {
        listener.connected();
        try {
            while (true) {
                ChangeStreamDocument<BsonDocument> event = cursor.tryNext();
                if (event != null) {
                    tell(MongoNews.of(event), listener);
                }
                // Also where nothing has come: the token of a collection at rest would fall out of the server's memory.
                position.keep(cursor.getResumeToken());
            }
        } catch (MongoException e) {
            position.forgetIfRefused(e);
            throw e;
        }
    }

    private void tell(MongoNews news, StateChangeSource.Listener listener) {
        switch (news) {
            case MongoNews.Numbered numbered -> listener.changed(numbered.change());
            case MongoNews.Edited edited ->
                attempt("number an edit of", edited.actor(), listener, () -> care.number(edited.actor()));
            case MongoNews.Removed removed -> {
                String actor = removed.change().actor();
                attempt("forget the log of", actor, listener, () -> care.forgetLog(actor));
                listener.changed(removed.change());
            }
            case MongoNews.AllGone gone -> listener.connected();
            case MongoNews.Ended ended -> {
                position.forget();
                throw new IllegalStateException(
                        "the collection of states was dropped or has another name now; make it again by the option"
                                + " create-schema where it is missing");
            }
            case MongoNews.NoState noState -> listener.malformed(noState.what());
            case MongoNews.Other other -> {}
        }
    }

    /** Does what an event asks for. One that the server refuses for good must not come again and again. */
    private static void attempt(String action, String actor, StateChangeSource.Listener listener, Runnable work) {
        try {
            work.run();
        } catch (MongoException e) {
            if (!MongoFailures.isRefusal(e)) {
                throw e;
            }
            listener.malformed(
                    "MongoDB refused to " + action + " the actor '" + actor + "': " + MongoFailures.describe(e));
        } catch (StateStoreException e) {
            // Others change the state without a pause, and each of these changes has an event of its own.
            LOG.debug("An edit of the actor '{}' is left to the next event", actor, e);
        }
    }

    @Override
    public void close() {
        cursor.close();
    }
}
