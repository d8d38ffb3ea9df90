// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.bindings.internal.list.ListEdits.Item;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.collections.transformation.SortedList;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("ReachabilityFenceUsage")
class ListEditTest {

    @Provide
    Arbitrary<List<Item>> lists() {
        return ListEdits.lists(12);
    }

    @Provide
    Arbitrary<List<Item>> longLists() {
        return Arbitraries.oneOf(ListEdits.lists(600), ListEdits.lists(300));
    }

    @Provide
    Arbitrary<List<@Nullable Item>> listsWithoutGoodIds() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 1))
                .as((id, text) -> new Item(id, text))
                .injectNull(0.2)
                .list()
                .ofMaxSize(8);
    }

    @Property(tries = 3_000)
    void aListenerThatReplaysTheOneChangeHasTheNewList(
            @ForAll("lists") List<Item> before, @ForAll("lists") List<Item> after) {
        assertMirrors(before, after);
    }

    @Property(tries = 1_000)
    void scatteredChangesOfLongListsAreReplayedToo(
            @ForAll("longLists") List<Item> before, @ForAll("longLists") List<Item> after) {
        assertMirrors(before, after);
    }

    /** Few changes of a long list whose other items are the same objects, as a patch leaves them. */
    @Property(tries = 1_000)
    void aPatchOfALongListIsFoundWithoutLookingAtTheRest(@ForAll long seed) {
        Random random = new Random(seed);
        List<Item> before = new ArrayList<>(
                IntStream.range(0, 300).mapToObj(i -> new Item(i, 0)).toList());
        List<Item> after = new ArrayList<>(before);
        int place = random.nextInt(270);
        for (int i = random.nextInt(8); i >= 0; i--) {
            int at = place + random.nextInt(20);
            switch (random.nextInt(4)) {
                case 0 -> after.remove(at);
                case 1 -> after.add(at, new Item(1_000 + i, 0));
                case 2 -> after.add(at, after.remove(place));
                default -> after.set(at, new Item(after.get(at).id(), 7));
            }
        }
        if (random.nextInt(10) == 0) {
            // Two items have one id: the list can't be keyed any more.
            after.set(place, new Item(299, 1));
        }
        ListContent<Item> known = ListEdits.content(before);
        ListContent<Item> patched = ListContent.after(known, after, Item::id);
        assertThat(patched).isEqualTo(ListEdits.content(after));
        assertMirrors(before, after);
    }

    @Property(tries = 1_000)
    void doubleAndMissingIdsAreNoObstacle(
            @ForAll("listsWithoutGoodIds") List<@Nullable Item> before,
            @ForAll("listsWithoutGoodIds") List<@Nullable Item> after) {
        assertMirrors(before, after);
    }

    @Property(tries = 1_000)
    void aChainOfEditsKeepsAMirrorAndASortedView(@ForAll("listOfLists") List<List<Item>> states) {
        BoundList<Item> list = new BoundList<>(this, ListContent.empty());
        List<Item> mirror = new ArrayList<>();
        list.addListener((ListChangeListener<Item>) change -> ListEdits.replay(change, mirror));
        SortedList<Item> sorted = new SortedList<>(list, (a, b) -> Integer.compare(b.id(), a.id()));
        ListContent<Item> content = ListContent.empty();
        for (List<Item> state : states) {
            ListContent<Item> next = ListEdits.content(state);
            list.apply(ListDiff.between(content, next));
            content = next;
            assertThat(mirror).isEqualTo(state);
            assertThat(sorted)
                    .isEqualTo(state.stream()
                            .sorted((a, b) -> Integer.compare(b.id(), a.id()))
                            .toList());
        }
    }

    @Provide
    Arbitrary<List<List<Item>>> listOfLists() {
        return ListEdits.lists(10).list().ofMinSize(1).ofMaxSize(6);
    }

    @Property(tries = 1_000)
    void nothingIsReportedThatDidNotHappen(@ForAll("lists") List<Item> before, @ForAll("lists") List<Item> after) {
        ListEdit<Item> edit = ListDiff.between(ListEdits.content(before), ListEdits.content(after));

        Set<Integer> idsBefore = ids(before);
        Set<Integer> idsAfter = ids(after);
        int gone = (int) idsBefore.stream().filter(id -> !idsAfter.contains(id)).count();
        int come = (int) idsAfter.stream().filter(id -> !idsBefore.contains(id)).count();
        Map<Integer, Item> old = new HashMap<>();
        before.forEach(item -> old.put(item.id(), item));
        int changed = (int) after.stream()
                .filter(item -> old.containsKey(item.id()) && !item.equals(old.get(item.id())))
                .count();
        assertThat(edit.ranges().stream()
                        .mapToInt(range -> range.removed().size())
                        .sum())
                .isEqualTo(gone + changed);
        assertThat(edit.ranges().stream()
                        .mapToInt(range -> range.to() - range.from())
                        .sum())
                .isEqualTo(come + changed);
        assertThat(edit.isEmpty()).isEqualTo(before.equals(after));

        List<Integer> stayBefore =
                before.stream().map(Item::id).filter(idsAfter::contains).toList();
        List<Integer> stayAfter =
                after.stream().map(Item::id).filter(idsBefore::contains).toList();
        assertThat(edit.permutation() == null).isEqualTo(stayBefore.equals(stayAfter));
    }

    @Property(tries = 1_000)
    void withoutMovesNoEditScriptIsShorter(@ForAll("lists") List<Item> before, @ForAll("lists") List<Item> picked) {
        Set<Integer> kept = ids(before);
        List<Item> stay = before.stream().filter(item -> item.id() % 3 != 0).toList();
        List<Item> after = new ArrayList<>(stay);
        picked.stream().filter(item -> !kept.contains(item.id())).forEach(item -> after.add(after.size() / 2, item));

        ListEdit<Item> edit = ListDiff.between(ListEdits.content(before), ListEdits.content(after));

        int operations = edit.ranges().stream()
                .mapToInt(range -> range.removed().size() + range.to() - range.from())
                .sum();
        assertThat(edit.permutation()).isNull();
        assertThat(operations).isEqualTo(before.size() + after.size() - 2 * longestCommonSubsequence(before, after));
    }

    @Property(tries = 1_000)
    void aPermutationReachesNoFurtherThanWhatMoved(
            @ForAll("lists") List<Item> before, @ForAll int from, @ForAll int to) {
        if (before.isEmpty()) {
            return;
        }
        int source = Math.floorMod(from, before.size());
        int target = Math.floorMod(to, before.size());
        List<Item> after = new ArrayList<>(before);
        after.add(target, after.remove(source));

        ListEdit<Item> edit = ListDiff.between(ListEdits.content(before), ListEdits.content(after));

        assertThat(edit.ranges()).isEmpty();
        if (source == target) {
            assertThat(edit.permutation()).isNull();
        } else {
            Permutation permutation = Objects.requireNonNull(edit.permutation());
            assertThat(permutation.from()).isEqualTo(Math.min(source, target));
            assertThat(permutation.to()).isEqualTo(Math.max(source, target) + 1);
        }
    }

    @Example
    void manyScatteredChangesAreOneWideRangeAndFewStayScattered() {
        List<Item> before =
                IntStream.range(0, 1_000).mapToObj(id -> new Item(id, 0)).toList();

        assertThat(editOfEvery(2, before).ranges()).hasSize(1);
        assertThat(editOfEvery(20, before).ranges()).hasSize(50);
    }

    private static ListEdit<Item> editOfEvery(int distance, List<Item> before) {
        List<Item> after = before.stream()
                .map(item -> item.id() % distance == 0 ? new Item(item.id(), 1) : item)
                .toList();
        return ListDiff.between(ListEdits.content(before), ListEdits.content(after));
    }

    @Example
    void aControlIsNeverToldOfMoreStepsThanItCanBear() {
        List<Item> before =
                IntStream.range(0, 2_000).mapToObj(id -> new Item(id, 0)).toList();
        List<Item> after = before.stream().filter(item -> item.id() % 3 != 0).toList();

        assertThat(ListDiff.between(ListEdits.content(before), ListEdits.content(after))
                        .steps())
                .hasSize(2);
        assertThat(editOfEvery(2, before).steps()).hasSize(1);
    }

    private static <T> void assertMirrors(List<T> before, List<T> after) {
        ListContent<T> from = contentOf(before);
        ListContent<T> to = contentOf(after);
        BoundList<T> list = new BoundList<>(before, from);
        List<T> whole = new ArrayList<>(before);
        List<T> stepwise = new ArrayList<>(before);
        List<Integer> calls = new ArrayList<>();
        // What a listener throws is swallowed by JavaFX, so it is noted.
        List<Boolean> steps = new ArrayList<>();
        ListChangeListener<T> inSteps = change -> {
            ListEdits.replay(change, stepwise);
            steps.add(stepwise.equals(change.getList()));
        };
        list.addListener((ListChangeListener<T>) change -> {
            calls.add(1);
            ListEdits.replay(change, whole);
        });
        list.addListener(new WeakListChangeListener<>(inSteps));

        list.apply(ListDiff.between(from, to));

        assertThat(list).isEqualTo(after);
        assertThat(whole).isEqualTo(after);
        assertThat(stepwise).isEqualTo(after);
        assertThat(steps).as("a control sees the list as each step says").doesNotContain(false);
        Reference.reachabilityFence(inSteps);
        assertThat(calls).hasSize(before.equals(after) ? 0 : 1);
    }

    private static <T> ListContent<T> contentOf(List<T> items) {
        return ListContent.of(items, item -> ((Item) item).id());
    }

    private static Set<Integer> ids(List<Item> items) {
        Set<Integer> ids = new HashSet<>();
        items.forEach(item -> ids.add(item.id()));
        return ids;
    }

    private static int longestCommonSubsequence(List<Item> a, List<Item> b) {
        int[][] longest = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                longest[i][j] = a.get(i).equals(b.get(j))
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        return longest[0][0];
    }
}
