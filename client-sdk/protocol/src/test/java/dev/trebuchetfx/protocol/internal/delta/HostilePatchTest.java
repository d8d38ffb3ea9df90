// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Patches and states that are made to cost the most. */
@Timeout(60)
class HostilePatchTest {
    /** The longest time that a patch may hold up a client's loop. It is that of the thread alone, since the machine may be busy. */
    private static final Duration AT_MOST = Duration.ofSeconds(2);

    private static final int KEYS = 20_000;

    @Test
    void copiesThatDoubleEndEarly() {
        String large = "{\"a\":\"" + "x".repeat(150_000) + "\"}";
        String doubling = operations(60, i -> "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/c" + i + "\"}");
        long before = allocated();

        refused(large, doubling, "must not copy more than 67108864 bytes");

        assertThat(allocated() - before).isLessThan(8 << 20);
    }

    @Test
    void copiesOfTinyValuesCountToo() throws Exception {
        String doubling = operations(60, i -> "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/-\"}");

        soon(() -> refused("[[]]", doubling, "must not copy more than 67108864 bytes"));
    }

    @Test
    void aStateDoesNotGrowBeyondTheLimitByMorePatches() throws Exception {
        StateValue state = StateValue.beforeDeltas(Bytes.utf8("[\"" + "x".repeat(1 << 20) + "\"]"));
        JsonPatch twice = patch("[{\"op\":\"copy\",\"from\":\"/0\",\"path\":\"/-\"}]");
        for (int copies = 1; copies < 63; copies++) {
            state = state.patched(twice, 50);
        }
        StateValue full = state;
        JsonPatch muchMore = patch(operations(60, i -> "{\"op\":\"copy\",\"from\":\"/0\",\"path\":\"/-\"}"));

        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> full.patched(muchMore, 3_000))
                .withMessageStartingWith("a state must not have more than 67108864 bytes but would have ");
    }

    @Test
    void aDocumentDoesNotGrowBeyondTheLimitByMorePatches() throws Exception {
        JsonNode document = JsonTrees.read(Bytes.utf8("[\"" + "x".repeat(1 << 20) + "\"]"));
        JsonPatch half = patch(operations(31, i -> "{\"op\":\"copy\",\"from\":\"/0\",\"path\":\"/-\"}"));
        JsonNode most = half.applyTo(half.applyTo(document));

        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> half.applyTo(most))
                .withMessageStartingWith("a state must not have more than 67108864 bytes but would have ");
    }

    @Test
    void manyChangesOfOneLargeObjectCopyItOnce() throws Exception {
        JsonNode before = JsonTrees.read(object(KEYS));
        String written = before.toString();
        JsonPatch patch = patch(operations(
                JsonPatch.MAX_OPERATIONS,
                i -> "{\"op\":\"replace\",\"path\":\"/in/k" + i + "\",\"value\":" + -i + "}"));

        JsonNode after = soon(() -> patch.applyTo(before));

        assertThat(after.at("/in/k9999").intValue()).isEqualTo(-9_999);
        assertThat(before.toString()).isEqualTo(written);
    }

    @Test
    void copyingTheObjectBetweenItsChangesIsBounded() throws Exception {
        String patch = operations(
                JsonPatch.MAX_OPERATIONS,
                i -> i % 2 == 0
                        ? "{\"op\":\"copy\",\"from\":\"/in\",\"path\":\"/out\"}"
                        : "{\"op\":\"replace\",\"path\":\"/in/k1\",\"value\":" + i + "}");

        soon(() -> refused(object(KEYS), patch, "must not copy more than 67108864 bytes"));
    }

    @Test
    void movingALargeObjectToAndFroIsBounded() throws Exception {
        String patch = operations(
                JsonPatch.MAX_OPERATIONS,
                i -> i % 2 == 0
                        ? "{\"op\":\"move\",\"from\":\"/in\",\"path\":\"/b/in\"}"
                        : "{\"op\":\"move\",\"from\":\"/b/in\",\"path\":\"/in\"}");

        soon(() -> refused(object(KEYS), patch, "must not copy more than 67108864 bytes"));
    }

    @Test
    void aCopyIsNotChangedWithItsOriginal() throws Exception {
        JsonNode after = patch("[{\"op\":\"add\",\"path\":\"/a/x\",\"value\":1},"
                        + "{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"},"
                        + "{\"op\":\"replace\",\"path\":\"/a/in/y\",\"value\":2},"
                        + "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/a/all\"},"
                        + "{\"op\":\"remove\",\"path\":\"/b/x\"}]")
                .applyTo(JsonTrees.read("{\"a\":{\"in\":{\"y\":0}}}"));

        assertThat(after.toString())
                .isEqualTo("{\"a\":{\"in\":{\"y\":2},\"x\":1,\"all\":{\"a\":{\"in\":{\"y\":2},\"x\":1},"
                        + "\"b\":{\"in\":{\"y\":0},\"x\":1}}},\"b\":{\"in\":{\"y\":0}}}");
    }

    @Test
    void hasABoundOnOperations() {
        IntFunction<String> test = i -> "{\"op\":\"test\",\"path\":\"\",\"value\":1}";

        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> patch(operations(10_001, test)))
                .withMessage("a patch must not have more than 10000 operations but had 10001");
    }

    @Test
    void hasABoundOnDepth() throws Exception {
        String deep = "{\"d\":".repeat(300) + "1" + "}".repeat(300);
        String way = "/d".repeat(299);
        String document = "{\"a\":" + deep + ",\"b\":" + deep + "}";

        refused(
                document,
                "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b" + way + "/a\"}]",
                "must not be deeper than 500");
        refused(
                document,
                "[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b" + way + "/a\"}]",
                "must not be deeper than 500");
        refused(
                document,
                "[{\"op\":\"add\",\"path\":\"/b" + way + "/a\",\"value\":" + deep + "}]",
                "must not be deeper than 500");
    }

    @Test
    void anErrorShowsOnlyTheBeginningOfAPath() {
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> patch("[{\"op\":\"remove\",\"path\":\"/" + "p".repeat(100_000) + "\"}]")
                        .applyTo(JsonTrees.read("{}")))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
    }

    @Test
    void keysOfOneHashCostLittle() throws Exception {
        JsonNode from = JsonTrees.read(listOf(i -> "\"" + colliding(i) + "\""));
        JsonNode to = JsonTrees.read(listOf(i -> "\"" + colliding(i + 100) + "\""));

        soon(() -> assertThat(
                        JsonDiff.between(from, to, ListKeys.BY_ID).applyTo(from).toString())
                .isEqualTo(to.toString()));
    }

    @Test
    void numbersOfOneHashCostLittle() throws Exception {
        // The hash of a long is the exclusive or of its halves.
        JsonNode from = JsonTrees.read(listOf(i -> String.valueOf(((long) i << 32) ^ i)));
        JsonNode to = JsonTrees.read(listOf(i -> String.valueOf(((long) (i + 100) << 32) ^ (i + 100))));

        soon(() -> JsonDiff.between(from, to, ListKeys.BY_ID));
    }

    @Test
    void propertiesOfOneHashCostLittle() throws Exception {
        String from = IntStream.range(0, 16_384)
                .mapToObj(i -> "\"" + colliding(i) + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
        String to = IntStream.range(100, 16_484)
                .mapToObj(i -> "\"" + colliding(i) + "\":" + -i)
                .collect(Collectors.joining(",", "{", "}"));

        soon(() -> {
            JsonNode before = JsonTrees.read(from);
            JsonNode after = JsonTrees.read(to);
            JsonPatch patch = JsonDiff.between(before, after, ListKeys.BY_ID);
            assertThat(patch.applyTo(before)).isEqualTo(after);
        });
    }

    @Test
    void aDiffWithTooManyOperationsReplacesTheWhole() throws Exception {
        JsonNode from = JsonTrees.read(object(KEYS));
        JsonNode to = JsonTrees.read(object(KEYS).replace(":1", ":2"));

        assertThat(JsonDiff.between(from, to, ListKeys.BY_ID).operations()).hasSize(1);
    }

    /** Returns one of the texts of 32 characters that all have the same hash. */
    private static String colliding(int number) {
        return IntStream.range(0, 16)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    private static String listOf(IntFunction<String> id) {
        return IntStream.range(0, 16_384)
                .mapToObj(i -> "{\"id\":" + id.apply(i) + ",\"n\":1}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String object(int keys) {
        return IntStream.range(0, keys)
                .mapToObj(i -> "\"k" + i + "\":1")
                .collect(Collectors.joining(",", "{\"b\":{},\"in\":{", "}}"));
    }

    private static String operations(int count, IntFunction<String> operation) {
        return IntStream.range(0, count).mapToObj(operation).collect(Collectors.joining(",", "[", "]"));
    }

    private static JsonPatch patch(String json) throws JsonPatchException {
        return JsonPatch.parse(Bytes.utf8(json));
    }

    private static void refused(String document, String patch, String why) {
        JsonNode before = JsonTrees.read(document);
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> patch(patch).applyTo(before))
                .withMessageContaining(why);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Does the work, which must take this thread little time, and returns its result. */
    private static <T> T soon(Callable<T> work) throws Exception {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        T result = work.call();
        assertThat(Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before))
                .isLessThan(AT_MOST);
        return result;
    }

    private static void soon(ThrowingCallable work) throws Exception {
        Object unused = soon(() -> {
            try {
                work.call();
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            return true;
        });
    }
}
