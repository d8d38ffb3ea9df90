// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.server.dynamodb.StreamReader.Round;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

/** The reading of shards that split, end, expire and are trimmed. */
class StreamReaderTest {
    private final FakeStreams streams = new FakeStreams();
    private final Heard heard = new Heard();

    /** The records that were heard. Confined to the test's thread. */
    private static final class Heard implements StreamReader.Hearer {
        final List<String> actors = new ArrayList<>();
        final List<String> lost = new ArrayList<>();
        String failing = "";
        int beginnings;

        @Override
        public void record(Record record) {
            if (record.dynamodb() == null) {
                actors.add("nothing");
                return;
            }
            String actor = Attributes.text(record.dynamodb().keys(), "actorId");
            if (actor.equals(failing)) {
                throw new IllegalStateException("the database went away at " + actor);
            }
            actors.add(actor);
        }

        @Override
        public void begun() {
            beginnings++;
        }

        @Override
        public void lost(String why) {
            lost.add(why);
        }

        @Override
        public void pause() {}
    }

    private StreamReader reader() {
        return new StreamReader(streams, "stream", streams);
    }

    private void read(StreamReader reader, int rounds) {
        for (int i = 0; i < rounds; i++) {
            reader.read(heard);
        }
    }

    @Test
    void recordsAreReadFromTheOldestOneOn() {
        streams.addShard("one", null);
        for (String actor : List.of("a", "b", "c", "d", "e")) {
            streams.write("one", actor);
        }
        StreamReader reader = reader();

        read(reader, 4);
        streams.write("one", "f");
        read(reader, 1);

        assertThat(heard.actors).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(heard.lost).isEmpty();
    }

    @Test
    void theChildrenOfAShardAreReadAfterIt() {
        streams.addShard("parent", null);
        StreamReader reader = reader();
        for (String actor : List.of("a1", "b1", "a2", "b2", "a3")) {
            streams.write("parent", actor);
        }
        read(reader, 1);
        streams.addShard("left", "parent");
        streams.addShard("right", "parent");
        streams.write("left", "a4");
        streams.write("right", "b3");
        streams.addShard("grandchild", "left");
        streams.write("grandchild", "a5");

        read(reader, 10);

        assertThat(heard.actors)
                .filteredOn(actor -> actor.startsWith("a"))
                .containsExactly("a1", "a2", "a3", "a4", "a5");
        assertThat(heard.actors).filteredOn(actor -> actor.startsWith("b")).containsExactly("b1", "b2", "b3");
        assertThat(heard.actors).hasSize(8);
        assertThat(heard.actors.indexOf("b3")).isGreaterThan(heard.actors.indexOf("a3"));
    }

    @Test
    void childrenThatAreListedLateAreReadAtOnce() {
        streams.addShard("parent", null);
        streams.write("parent", "a");
        streams.end("parent");
        StreamReader reader = reader();
        read(reader, 5);
        streams.addShard("child", "parent");
        streams.write("child", "b");

        read(reader, 1);

        assertThat(heard.actors).containsExactly("a", "b");
    }

    @Test
    void aShardThatComesWithoutAParentIsFound() {
        streams.addShard("one", null);
        StreamReader reader = reader();
        read(reader, 1);
        streams.addShard("two", "forgotten long ago");
        streams.write("two", "a");

        read(reader, 150);

        assertThat(heard.actors).containsExactly("a");
    }

    @Test
    void anotherReaderGoesOnWhereTheLastOneNotedThatItWas() {
        streams.addShard("parent", null);
        streams.write("parent", "a");
        streams.write("parent", "b");
        streams.addShard("child", "parent");
        streams.write("child", "c");
        StreamReader first = reader();
        read(first, 3);
        first.save();
        streams.write("child", "d");
        read(first, 1);
        assertThat(streams.positions)
                .containsEntry("parent", ShardPositions.END)
                .containsKey("stream")
                .hasSize(3);
        heard.actors.clear();

        // The first one has gone without a note of the last record, which comes again.
        read(reader(), 3);

        assertThat(heard.actors).containsExactly("d");
    }

    @Test
    void aRecordThatCouldNotBeTakenIsReadAgain() {
        streams.addShard("one", null);
        streams.write("one", "a");
        streams.write("one", "b");
        StreamReader reader = reader();
        heard.failing = "b";

        assertThatThrownBy(() -> reader.read(heard)).hasMessage("the database went away at b");
        reader.save();
        heard.failing = "";
        read(reader(), 2);

        assertThat(heard.actors).containsExactly("a", "b");
    }

    @Test
    void anIteratorThatHasExpiredIsMadeAnew() {
        streams.addShard("one", null);
        streams.write("one", "a");
        StreamReader reader = reader();
        read(reader, 1);
        streams.expireIterators();
        streams.write("one", "b");

        read(reader, 1);

        assertThat(heard.actors).containsExactly("a", "b");
        assertThat(heard.lost).isEmpty();
    }

    @Test
    void recordsThatWereTrimmedBeforeTheyWereReadAreLostAndTold() {
        streams.addShard("one", null);
        streams.write("one", "a");
        StreamReader first = reader();
        read(first, 1);
        first.save();
        streams.write("one", "b");
        streams.write("one", "c");
        streams.trim("one", 2);

        // After a day without a reader.
        read(reader(), 3);

        assertThat(heard.actors).containsExactly("a", "c");
        assertThat(heard.lost)
                .singleElement()
                .asString()
                .contains("forgotten what follows the position in the shard one");
    }

    @Test
    void aShardThatWasForgottenIsLeftAndItsChildrenAreRead() {
        streams.addShard("parent", null);
        StreamReader reader = reader();
        read(reader, 1);
        streams.addShard("child", "parent");
        streams.write("child", "a");
        streams.forget("parent");

        read(reader, 3);

        assertThat(heard.actors).containsExactly("a");
        assertThat(heard.lost).singleElement().asString().contains("forgotten the shard parent");
    }

    @Test
    void aReaderIsAtTheEndWhereNoPageIsFull() {
        streams.addShard("one", null);
        streams.write("one", "a");
        StreamReader reader = reader();
        assertThat(reader.read(heard)).isEqualTo(new Round(false, true));

        // 400 KiB as it was and as it is: the next one of that kind may not have had room.
        streams.write("one", "b", 800 << 10);
        assertThat(reader.read(heard)).isEqualTo(new Round(true, false));
        assertThat(reader.read(heard)).isEqualTo(new Round(false, true));
        assertThat(heard.actors).containsExactly("a", "b");
    }

    @Test
    void aReaderThatIsRefusedIsNotAtTheEnd() {
        streams.addShard("one", null);
        StreamReader reader = reader();
        streams.refusals = 1;

        assertThat(reader.read(heard)).isEqualTo(new Round(false, false));
        assertThat(reader.read(heard)).isEqualTo(new Round(false, true));
    }

    @Test
    void aReaderIsNotAtTheEndWhileChildrenWaitOrAreNotListed() {
        streams.addShard("parent", null);
        StreamReader reader = reader();
        streams.end("parent");
        reader.read(heard);
        assertThat(reader.read(heard).isAtEnd()).isFalse();

        streams.addShard("child", "parent");
        assertThat(reader.read(heard).isAtEnd()).isTrue();
        streams.addShard("grandchild", "child");
        assertThat(reader.read(heard).isAtEnd()).isFalse();
        reader.read(heard);
        assertThat(reader.read(heard).isAtEnd()).isTrue();
    }

    @Test
    void aShardThatEndsWithoutChildrenIsLookedAfterForAWhile() {
        streams.addShard("one", null);
        streams.addShard("two", null);
        streams.end("one");
        StreamReader reader = reader();
        read(reader, 20);
        assertThat(reader.read(heard).isAtEnd()).isFalse();

        read(reader, 50);
        int before = streams.listings;
        assertThat(reader.read(heard).isAtEnd()).isTrue();
        read(reader, 100);
        assertThat(streams.listings - before).isLessThanOrEqualTo(1);
    }

    @Test
    void aStreamWithoutShardsIsNotRead() {
        StreamReader reader = reader();
        assertThat(reader.read(heard).isAtEnd()).isFalse();

        streams.addShard("one", null);
        streams.write("one", "a");
        assertThat(reader.read(heard).isAtEnd()).isTrue();
        assertThat(heard.actors).containsExactly("a");
    }

    @Test
    void aStreamOfWhichNobodyHasNotedAnythingBegins() {
        streams.addShard("one", null);
        streams.write("one", "a");
        StreamReader reader = reader();
        read(reader, 3);
        assertThat(heard.beginnings).isEqualTo(1);

        read(reader(), 3);

        assertThat(heard.beginnings).isEqualTo(1);
    }

    @Test
    void aListOfShardsThatDoesNotEndIsGivenUp() {
        for (String shard : List.of("one", "two", "three")) {
            streams.addShard(shard, null);
        }
        streams.isEndless = true;

        assertThatThrownBy(() -> read(reader(), 1))
                .hasMessageContaining("the list of the stream's shards must end but goes on after 3 shards");

        assertThat(streams.listings).isLessThan(5);
    }

    @Test
    void aHundredShardsAndMoreAreRead() {
        for (int i = 0; i < 250; i++) {
            streams.addShard("shard-" + i, null);
            streams.write("shard-" + i, "actor-" + i);
        }

        read(reader(), 1);

        assertThat(heard.actors).hasSize(250).contains("actor-249");
    }

    @Test
    void aShardThatHasForgottenAllIsNotAskedWithoutAPause() {
        streams.addShard("one", null);
        StreamReader reader = reader();
        streams.isTrimmed = true;

        assertThat(reader.read(heard)).isEqualTo(new Round(false, false));
        assertThat(reader.read(heard)).isEqualTo(new Round(false, false));
        assertThatThrownBy(() -> read(reader, 50)).isInstanceOf(TrimmedDataAccessException.class);

        streams.isTrimmed = false;
        streams.write("one", "a");
        read(reader(), 1);
        assertThat(heard.actors).containsExactly("a");
    }

    @Test
    void iteratorsThatAllExpireEndTheReadingUntilAnotherOneBegins() {
        streams.addShard("one", null);
        streams.write("one", "a");
        StreamReader reader = reader();
        read(reader, 1);
        reader.save();
        streams.write("one", "b");
        streams.isTooLate = true;

        assertThatThrownBy(() -> reader.read(heard)).isInstanceOf(ExpiredIteratorException.class);
        assertThatThrownBy(() -> reader().read(heard)).isInstanceOf(ExpiredIteratorException.class);

        streams.isTooLate = false;
        read(reader(), 1);
        assertThat(heard.actors).containsExactly("a", "b");
        assertThat(heard.lost).isEmpty();
    }

    @Test
    void aRecordThatSaysNothingKeepsNobodyFromReadingTheNext() {
        streams.addShard("one", null);
        streams.write("one", "a");
        streams.writeNothing("one");
        streams.write("one", "b");
        StreamReader reader = reader();

        read(reader, 3);
        reader.save();

        assertThat(heard.actors).containsExactly("a", "nothing", "b");
        assertThat(streams.positions).containsEntry("one", "102");
    }

    @Test
    void oneShardThatIsRefusedForLongEndsTheReadingThoughOthersAreRead() {
        streams.addShard("one", null);
        streams.addShard("two", null);
        streams.refused = "two";
        StreamReader reader = reader();

        for (int i = 0; i < 50; i++) {
            assertThat(reader.read(heard)).isEqualTo(new Round(false, false));
        }
        assertThatThrownBy(() -> reader.read(heard)).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void aReaderThatIsRefusedForAMomentGoesOn() {
        streams.addShard("one", null);
        streams.write("one", "a");
        StreamReader reader = reader();
        streams.refusals = 50;

        read(reader, 51);

        assertThat(heard.actors).containsExactly("a");
        streams.refusals = 51;
        assertThatThrownBy(() -> read(reader, 51)).isInstanceOf(LimitExceededException.class);
    }
}
