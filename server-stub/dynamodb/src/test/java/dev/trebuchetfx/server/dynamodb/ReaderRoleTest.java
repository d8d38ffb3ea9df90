// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.dynamodb.ChangesTable.Told;
import dev.trebuchetfx.server.store.LogRetention;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The election of the one reader, by real conditional writes and clocks of the test. */
@ExtendWith(LocalDynamoExtension.class)
class ReaderRoleTest {
    private static final Duration TERM = Duration.ofSeconds(5);

    private final SystemTime time = new SystemTime("role-time", InstantSource.system());
    private final ManualTime clock = new ManualTime();
    private final LocalDynamo.Tables tables;
    private final ChangesTable table;
    private final ReaderRole one;
    private final ReaderRole two;

    ReaderRoleTest(LocalDynamo.Tables tables) {
        this.tables = tables;
        this.table = new ChangesTable(new DynamoRequests(tables.client, time, Duration.ofSeconds(5)), tables.changes());
        this.one = new ReaderRole(table, "one", TERM, clock);
        this.two = new ReaderRole(table, "two", TERM, clock);
    }

    @BeforeEach
    void makeTables() {
        new DynamoStateStoreProvider()
                .open(tables.address(), LogRetention.DEFAULT, tables.options(Map.of()), time)
                .close();
    }

    @AfterEach
    void endTime() {
        time.close();
    }

    @Test
    void whoComesFirstIsTheReaderAsLongAsItRenews() {
        one.look(table.lease());
        two.look(table.lease());
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofSeconds(2));
            assertThat(one.keep()).isTrue();
            two.look(table.lease());
        }

        assertThat(one.isReader()).isTrue();
        assertThat(two.isReader()).isFalse();
        assertThat(two.isServed()).isTrue();
        assertThat(two.keep()).isFalse();
    }

    @Test
    void aReaderThatIsSilentForATermIsReplacedAndTellsNothingMore() {
        one.look(table.lease());
        long start = Objects.requireNonNull(table.lease()).last();
        assertThat(one.tell(Map.of("a", 1L))).isTrue();
        two.look(table.lease());
        clock.advance(TERM.minusMillis(1));
        two.look(table.lease());
        assertThat(two.isReader()).isFalse();

        clock.advance(Duration.ofMillis(1));
        two.look(table.lease());

        assertThat(two.isReader()).isTrue();
        // It was stopped, and does not know yet.
        assertThat(one.isReader()).isTrue();
        assertThat(one.tell(Map.of("a", 2L))).isFalse();
        assertThat(one.isReader()).isFalse();
        assertThat(two.tell(Map.of("b", 1L))).isTrue();
        assertThat(table.after(0, true).told())
                .containsExactly(new Told(start + 1, Map.of("a", 1L)), new Told(start + 2, Map.of("b", 1L)));
        Lease lease = Objects.requireNonNull(table.lease());
        assertThat(lease.term()).isEqualTo(2);
        assertThat(lease.owner()).isEqualTo("two");
    }

    @Test
    void ofTwoThatTakeOverAtOnceOneIsTheReader() {
        Lease none = table.lease();

        one.look(none);
        two.look(none);

        assertThat(one.isReader()).isTrue();
        assertThat(two.isReader()).isFalse();
    }

    /** Writes to the lease as another program does. */
    private void editLease(Consumer<UpdateItemRequest.Builder> edit) {
        tables.client.updateItem(request -> edit.accept(request.tableName(tables.changes())
                .key(Map.of(
                        ChangesTable.PART,
                        Attributes.of("changes"),
                        ChangesTable.NUMBER,
                        Attributes.of(Long.MAX_VALUE)))));
    }

    /** Whoever broke a lease has freed it, but for one reader alone. */
    @Test
    void ofTwoThatTakeABrokenLeaseAtOnceOneIsTheReader() {
        one.look(table.lease());
        Lease held = Objects.requireNonNull(table.lease());
        editLease(request -> request.updateExpression("SET term = :text REMOVE beat")
                .expressionAttributeValues(Map.of(":text", Attributes.of("none"))));
        Lease broken = Objects.requireNonNull(table.lease());
        ReaderRole three = new ReaderRole(table, "three", TERM, clock);

        two.look(broken);
        three.look(broken);

        assertThat(two.isReader()).isTrue();
        assertThat(three.isReader()).isFalse();
        // It does not know yet.
        assertThat(one.isReader()).isTrue();
        assertThat(one.tell(Map.of("a", 1L))).isFalse();
        assertThat(two.tell(Map.of("a", 1L))).isTrue();
        assertThat(Objects.requireNonNull(table.lease()).last()).isGreaterThan(held.last());
    }

    @Test
    void aReaderWhoseLeaseIsBrokenInPartWritesItAnew() {
        one.look(table.lease());
        Lease held = Objects.requireNonNull(table.lease());
        editLease(
                request -> request.updateExpression("REMOVE #last").expressionAttributeNames(Map.of("#last", "last")));

        one.look(table.lease());

        assertThat(one.isReader()).isTrue();
        assertThat(table.lease()).isEqualTo(held.renewed());
    }

    @Test
    void aRoleThatIsGivenBackIsTakenAtOnce() {
        one.look(table.lease());
        one.release();
        two.look(table.lease());

        assertThat(one.isReader()).isFalse();
        assertThat(two.isReader()).isTrue();
    }

    @Test
    void aReaderTellsHowFarItIsBehindWithEachRenewalAndAllNews() {
        one.look(table.lease());
        two.look(table.lease());
        clock.advance(Duration.ofSeconds(4));
        assertThat(one.keep()).isTrue();
        assertThat(Objects.requireNonNull(table.lease()).behind()).isEqualTo(4_000);
        two.look(table.lease());
        clock.advance(Duration.ofSeconds(1));
        assertThat(two.behind()).isEqualTo(Duration.ofSeconds(5));

        assertThat(one.tell(Map.of("a", 1L))).isTrue();
        assertThat(Objects.requireNonNull(table.lease()).behind()).isEqualTo(5_000);
        long began = clock.nanoTime();
        clock.advance(Duration.ofMillis(100));
        one.toldAllOf(began);
        // At once, since others may wait for it.
        assertThat(one.keep()).isTrue();

        assertThat(Objects.requireNonNull(table.lease()).behind()).isEqualTo(100);
        two.look(table.lease());
        assertThat(two.behind()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void whoTakesOverIsAsFarBehindAsTheOneBefore() {
        one.look(table.lease());
        clock.advance(Duration.ofSeconds(3));
        one.keep();
        two.look(table.lease());
        clock.advance(TERM);
        two.look(table.lease());

        assertThat(two.isReader()).isTrue();
        assertThat(Objects.requireNonNull(table.lease()).behind()).isEqualTo(8_000);
        clock.advance(Duration.ofSeconds(1));
        two.release();
        ReaderRole three = new ReaderRole(table, "three", TERM, clock);
        three.look(table.lease());
        assertThat(three.isReader()).isTrue();
        assertThat(three.behind()).isEqualTo(Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNoTimeBehindIsNone(AttributeValue value) {
        one.look(table.lease());
        editLease(request ->
                request.updateExpression("SET behind = :value").expressionAttributeValues(Map.of(":value", value)));

        Lease lease = Objects.requireNonNull(table.lease());
        assertThat(lease.isBroken()).isFalse();
        assertThat(lease.behind()).isZero();
        two.look(lease);
        assertThat(two.isReader()).isFalse();
        clock.advance(Duration.ofSeconds(2));
        assertThat(one.keep()).isTrue();
        assertThat(Objects.requireNonNull(table.lease()).behind()).isEqualTo(2_000);
    }

    static List<AttributeValue> whatIsNoTimeBehindIsNone() {
        return List.of(
                AttributeValue.fromN("-1"),
                AttributeValue.fromN("1.5"),
                AttributeValue.fromN("9E+99"),
                AttributeValue.fromN(String.valueOf(Long.MAX_VALUE)),
                AttributeValue.fromN("86400001"),
                AttributeValue.fromS("long"),
                AttributeValue.fromNul(true));
    }

    @Test
    void aLeaseOfAnEarlierVersionIsNotBehind() {
        one.look(table.lease());
        editLease(request -> request.updateExpression("REMOVE behind"));

        Lease lease = Objects.requireNonNull(table.lease());
        assertThat(lease.isBroken()).isFalse();
        two.look(lease);
        assertThat(two.behind()).isZero();
    }
}
