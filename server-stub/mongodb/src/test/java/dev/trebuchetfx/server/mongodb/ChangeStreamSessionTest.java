// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.ServerAddress;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions on streams that do what MongoDB's manual says that a server may do. */
class ChangeStreamSessionTest implements StateChangeSource.Listener, ChangeStreamSession.Care {
    private static final ServerAddress SERVER = new ServerAddress();
    private final MongoException cut = new MongoSocketReadException("the line is cut", SERVER);

    private final ScriptedStream stream = new ScriptedStream();
    private final ChangeStreamSession.Position position = new ChangeStreamSession.Position();
    private final List<String> heard = new ArrayList<>();
    private Consumer<String> onNumber = actor -> {};

    @Override
    public void connected() {
        heard.add("connected");
    }

    @Override
    public void changed(StateChange change) {
        heard.add(change.actor() + " " + change.number());
    }

    @Override
    public void disconnected(String why) {
        heard.add("disconnected");
    }

    @Override
    public void malformed(String what) {
        heard.add(what);
    }

    @Override
    public void number(String actor) {
        onNumber.accept(actor);
        heard.add("numbered " + actor);
    }

    @Override
    public void forgetLog(String actor) {
        heard.add("forgot " + actor);
    }

    private ChangeStreamSession open() {
        return ChangeStreamSession.open(stream, position, this);
    }

    /** Runs a session until the script fails. */
    private void runUntil(RuntimeException failure) {
        stream.thenFail(failure);
        ChangeStreamSession session = open();
        assertThatThrownBy(() -> session.run(this)).isSameAs(failure);
    }

    private static MongoCommandException error(int code, String label) {
        return new MongoCommandException(
                BsonDocument.parse("{'ok': 0, 'code': " + code + ", 'errmsg': 'as the test wants it',"
                        + " 'errorLabels': ['" + label + "']}"),
                SERVER);
    }

    @Test
    void eventsAreToldInTheirOrder() {
        stream.then(RecordedEvents.inserted(1, "a"))
                .then(RecordedEvents.written(2, "a", 2))
                .then(RecordedEvents.edited(3, "b"))
                .then(RecordedEvents.deleted(4, "a"))
                .then(RecordedEvents.ofKind(5, "createIndexes"));

        runUntil(cut);

        assertThat(heard).containsExactly("connected", "a 1", "a 2", "numbered b", "forgot a", "a null");
    }

    @Test
    void theNextSessionGoesOnWhereTheLastOneEnded() {
        stream.then(RecordedEvents.written(7, "a", 2));
        runUntil(cut);
        runUntil(cut);

        assertThat(stream.opened).containsExactly(new BsonDocument(), RecordedEvents.token(7));
        assertThat(heard).containsExactly("connected", "a 2", "connected");
    }

    @Test
    void aLineThatBreaksAtOnceLosesNothingEither() {
        runUntil(cut);
        runUntil(cut);

        assertThat(stream.opened).containsExactly(new BsonDocument(), RecordedEvents.token(0));
    }

    /** The place of a collection at rest would age until the server has forgotten it. */
    @Test
    void thePlaceIsKeptFreshWhereNothingComes() {
        stream.then(RecordedEvents.written(7, "a", 2)).thenNothingUpTo(8).thenNothingUpTo(9);
        runUntil(cut);
        runUntil(cut);

        assertThat(stream.opened.getLast()).isEqualTo(RecordedEvents.token(9));
    }

    @Test
    void anEditThatCouldNotBeNumberedComesAgain() {
        onNumber = actor -> {
            throw cut;
        };
        stream.thenNothingUpTo(1).then(RecordedEvents.edited(2, "a"));
        ChangeStreamSession first = open();
        assertThatThrownBy(() -> first.run(this)).isSameAs(cut);

        runUntil(cut);
        assertThat(stream.opened.getLast()).isEqualTo(RecordedEvents.token(1));
    }

    @Test
    void anEditThatTheServerRefusesToNumberEndsNothing() {
        MongoCommandException refusal = error(121, "other");
        onNumber = actor -> {
            if (actor.equals("a")) {
                throw refusal;
            }
        };
        stream.then(RecordedEvents.edited(1, "a")).then(RecordedEvents.edited(2, "b"));

        runUntil(cut);

        assertThat(heard)
                .containsExactly(
                        "connected",
                        "MongoDB refused to number an edit of the actor 'a': as the test wants it (error 121)",
                        "numbered b");
    }

    /** Error 286: the oplog does not reach back so far. A token that was refused once is refused for ever. */
    @ParameterizedTest
    @CsvSource({"286", "280", "260", "40576"})
    void aPlaceThatTheServerHasForgottenIsNeverAskedForAgain(int code) {
        stream.then(RecordedEvents.written(7, "a", 2));
        runUntil(cut);
        runUntil(error(code, "NonResumableChangeStreamError"));
        runUntil(cut);

        assertThat(stream.opened).containsExactly(new BsonDocument(), RecordedEvents.token(7), new BsonDocument());
        assertThat(heard).containsExactly("connected", "a 2", "connected", "connected");
    }

    @Test
    void aPlaceThatIsRefusedWhenTheStreamOpensIsForgottenToo() {
        stream.then(RecordedEvents.written(7, "a", 2));
        runUntil(cut);
        MongoCommandException lost = error(286, "NonResumableChangeStreamError");
        stream.refuse(lost);
        assertThatThrownBy(this::open).isSameAs(lost);
        runUntil(cut);

        assertThat(stream.opened.getLast()).isEqualTo(new BsonDocument());
    }

    @Test
    void aServerThatStepsDownIsNoReasonToForget() {
        stream.then(RecordedEvents.written(7, "a", 2));
        runUntil(error(189, "ResumableChangeStreamError"));
        runUntil(cut);

        assertThat(stream.opened.getLast()).isEqualTo(RecordedEvents.token(7));
    }

    @Test
    void afterTheEndOfTheCollectionAnotherStreamBeginsAnew() {
        stream.then(RecordedEvents.written(1, "a", 2))
                .then(RecordedEvents.ofKind(2, "drop"))
                .then(RecordedEvents.ofKind(3, "invalidate"));
        ChangeStreamSession session = open();

        assertThatThrownBy(() -> session.run(this))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was dropped or has another name now");
        runUntil(cut);

        // A stream can't go on after its end, and all states have gone.
        assertThat(stream.opened.getLast()).isEqualTo(new BsonDocument());
        assertThat(heard).containsExactly("connected", "a 2", "connected", "connected");
    }

    @Test
    void aDocumentThatIsNoActorsIsReported() {
        stream.then(RecordedEvents.event(1, "'operationType': 'insert', 'documentKey': {'_id': 7}"));

        runUntil(cut);

        assertThat(heard).hasSize(2).last().asString().startsWith("expected a document whose _id");
    }
}
