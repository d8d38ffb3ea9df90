// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Edits that nobody hears, since no node listens: whoever reads or writes next numbers them, and none is lost. On an imitation. */
class MongoEditsTest {
    private final SystemTime time = new SystemTime("edits-test", InstantSource.system());
    private final ImitatedServer server = new ImitatedServer();
    private final String address = server.address("edits");
    private final MongoClient shell = MongoClients.create(address);
    private final ActorStateStore store = open(Map.of("create-schema", "true"));

    @AfterEach
    void close() {
        store.close();
        shell.close();
        server.close();
        time.close();
    }

    private ActorStateStore open(Map<String, String> options) {
        return new MongoStateStoreProvider().open(address, LogRetention.DEFAULT, options, time);
    }

    private MongoCollection<Document> states() {
        return shell.getDatabase("edits").getCollection("actor_states");
    }

    private void set(String field, Object value) {
        states().updateOne(Filters.eq("counter"), Updates.set(field, value));
    }

    private StoredState save(String json) {
        return store.save("counter", UUID.randomUUID(), Bytes.utf8(json));
    }

    private StoredState load() {
        return Objects.requireNonNull(store.loadWithVersion("counter"));
    }

    private List<String> logged(StateVersion after) {
        return store.readLog("counter", after, 100, 1 << 20).stream()
                .map(LogEntry::content)
                .map(Bytes::utf8)
                .toList();
    }

    @Test
    void anEditIsNumberedByWhoeverReadsIt() {
        StoredState before = save("1");
        set("state", "2");

        StoredState after = load();

        assertThat(after.version()).isEqualTo(before.version().next());
        assertThat(after.json().utf8()).isEqualTo("2");
        assertThat(after.writeId()).isNotEqualTo(before.writeId());
        assertThat(logged(before.version())).containsExactly("2");
        assertThat(load()).isEqualTo(after);
    }

    @Test
    void aWriteThatDoesNotKnowOfAnEditMeetsAConflict() {
        StoredState before = save("1");
        set("state", "2");

        assertThatThrownBy(() -> store.saveIfVersion(
                        "counter", before.version(), StateWrite.of(UUID.randomUUID(), Bytes.utf8("3"))))
                .isInstanceOfSatisfying(StateVersionConflictException.class, conflict -> assertThat(conflict.actual())
                        .isEqualTo(before.version().next()));

        assertThat(load().json().utf8()).isEqualTo("2");
        assertThat(logged(before.version())).containsExactly("2");
        assertThat(store.save("counter", UUID.randomUUID(), Bytes.utf8("3"))
                        .version()
                        .number())
                .isEqualTo(3);
    }

    @Test
    void theNewestVersionsCountEdits() {
        StoredState before = save("1");
        set("state", "2");

        assertThat(store.newestVersions(List.of("counter")))
                .containsExactly(Map.entry("counter", before.version().next()));
    }

    @Test
    void ofManyThatReadAnEditOneNumbersIt() {
        StoredState before = save("1");
        set("state", "2");

        List<CompletableFuture<StoredState>> readings = Stream.generate(() -> CompletableFuture.supplyAsync(this::load))
                .limit(8)
                .toList();

        assertThat(readings).extracting(CompletableFuture::join).containsOnly(load());
        assertThat(load().version()).isEqualTo(before.version().next());
        assertThat(logged(before.version())).containsExactly("2");
    }

    @Test
    void anEditThatChangesNothingIsNone() {
        StoredState before = save("1");
        set("state", "1");
        set("remark", "mine");

        assertThat(load()).isEqualTo(before);
    }

    @Test
    void theNumberIsAHigherOneWhateverTheEditSets() {
        StoredState before = save("1");
        states().updateOne(Filters.eq("counter"), Updates.combine(Updates.set("state", "2"), Updates.set("number", 0)));
        assertThat(load().version().number()).isEqualTo(1);
        assertThat(load().version().isOfSameLife(before.version())).isFalse();

        save("3");
        states().updateOne(Filters.eq("counter"), Updates.combine(Updates.set("state", "4"), Updates.set("number", 1)));
        assertThat(load().version().number()).isEqualTo(3);
    }

    @Test
    void aStateThatIsNoTextIsTranslated() {
        save("1");
        set("state", new Document("count", 5));

        assertThat(load().json().utf8()).isEqualTo("{\"count\": 5}");
        assertThat(Objects.requireNonNull(states().find().first()).get("state")).isEqualTo("{\"count\": 5}");
    }

    @Test
    void aReplacementBeginsAnotherLife() {
        StoredState before = save("1");
        states().replaceOne(Filters.eq("counter"), new Document("state", "2"));

        StoredState after = load();

        assertThat(after.version().number()).isEqualTo(1);
        assertThat(after.version().isOfSameLife(before.version())).isFalse();
        assertThat(store.findWrite("counter", before.writeId(), null)).isNull();
    }

    @Test
    void aDeletionByHandLeavesNothingBehindInTheNextLife() {
        StoredState before = save("1");
        states().deleteOne(Filters.eq("counter"));
        assertThat(store.loadWithVersion("counter")).isNull();
        assertThat(store.findWrite("counter", before.writeId(), null)).isNull();

        StoredState after = save("2");

        assertThat(after.version().number()).isEqualTo(1);
        assertThat(shell.getDatabase("edits").getCollection("actor_state_log").countDocuments())
                .isEqualTo(1);
    }

    @Test
    void whatIsMissingIsNamed() {
        shell.getDatabase("edits").getCollection("actor_state_log").drop();

        assertThatThrownBy(() -> open(Map.of()))
                .isInstanceOf(StateStoreException.class)
                .hasMessage("the database 'edits' must have collections and indexes of the store but lacks"
                        + " actor_state_log; make them by the option create-schema");
        shell.getDatabase("edits").createCollection("actor_state_log");
        assertThatThrownBy(() -> open(Map.of()))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("actor_state_log.trebuchet_version, actor_state_log.trebuchet_write");
        open(Map.of("create-schema", "true")).close();
        open(Map.of()).close();
    }

    @Test
    void aServerThatIsNotThereIsAnErrorThatSaysSo() {
        String nowhere = "mongodb://me:secret@127.0.0.1:1/edits?directConnection=true";

        assertThatThrownBy(() -> new MongoStateStoreProvider()
                        .open(nowhere, LogRetention.DEFAULT, Map.of("connect-timeout", "1s"), time))
                .isInstanceOf(StateStoreException.class)
                .hasMessage("MongoDB could not open the store in the database edits at [127.0.0.1:1]: no server that is"
                        + " the primary one was found in time (java.net.ConnectException: Connection refused); check"
                        + " the address, and that the replica set has a primary server");
    }
}
