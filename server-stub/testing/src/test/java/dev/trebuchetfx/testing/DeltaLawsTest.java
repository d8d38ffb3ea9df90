// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.delta.DeltaCodable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The kit finds what is wrong with deltas, and nothing where nothing is. */
class DeltaLawsTest {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    record Item(int id, @Nullable String title) {}

    /** Deltas as the upstream documentation shows them: the items that are new or different, merged in by id. */
    record Merging(List<Item> items) implements DeltaCodable<Merging> {
        @Override
        public Optional<Merging> delta(Merging from) {
            List<Item> different =
                    items.stream().filter(item -> !from.items().contains(item)).toList();
            return different.isEmpty() ? Optional.empty() : Optional.of(new Merging(different));
        }

        @Override
        public Merging applying(Merging delta) {
            List<Item> merged = new ArrayList<>(items);
            for (Item item : delta.items()) {
                merged.removeIf(other -> other.id() == item.id());
                merged.add(item);
            }
            return new Merging(merged);
        }
    }

    /** Says all that there is to say: what is gone, what is there and in which order. */
    record Complete(List<Item> items, @Nullable List<Integer> order) implements DeltaCodable<Complete> {
        Complete {
            items = List.copyOf(items);
        }

        @Override
        public Optional<Complete> delta(Complete from) {
            if (equals(from)) {
                return Optional.empty();
            }
            List<Item> different =
                    items.stream().filter(item -> !from.items().contains(item)).toList();
            boolean ambiguous = isAmbiguous() || from.isAmbiguous();
            return Optional.of(
                    ambiguous
                            ? new Complete(items, null)
                            : new Complete(
                                    different, items.stream().map(Item::id).toList()));
        }

        private boolean isAmbiguous() {
            return items.stream().map(Item::id).distinct().count() != items.size();
        }

        @Override
        public Complete applying(Complete delta) {
            if (delta.order() == null) {
                return new Complete(delta.items(), null);
            }
            List<Item> all = new ArrayList<>(delta.items());
            all.addAll(items);
            return new Complete(
                    delta.order().stream()
                            .map(id -> all.stream()
                                    .filter(item -> item.id() == id)
                                    .findFirst()
                                    .orElseThrow())
                            .toList(),
                    null);
        }
    }

    @Test
    void aDeltaThatIsMergedInCanNotSayThatAnItemIsGone() {
        assertThatThrownBy(() -> DeltaLaws.of(Merging.class, MAPPER)
                        .samples(List.of(merging(1, 2, 3), merging(4, 1, 2)))
                        .check())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Merging breaks the law of DeltaCodable ")
                .hasMessageContaining("there is no delta, so nothing is sent");
        assertThat(DeltaLaws.of(Merging.class, MAPPER)
                        .samples(List.of(merging(1, 2, 3), merging(4, 1, 2)))
                        .violations())
                .anyMatch(violation -> violation.message().contains("can't say that something is gone"))
                .anyMatch(violation -> violation.message().contains("can't say that one was moved"));
    }

    @Test
    void oneSampleIsEnoughToFindAMerge() {
        assertThat(DeltaLaws.of(Merging.class, MAPPER)
                        .samples(List.of(merging(1, 2, 3)))
                        .violations())
                .isNotEmpty();
    }

    @Test
    void aDeltaThatSaysAllKeepsTheLaw() {
        assertThatCode(() -> DeltaLaws.of(Complete.class, MAPPER)
                        .generated(
                                new Random(7),
                                random -> new Complete(
                                        IntStream.range(0, random.nextInt(5))
                                                .mapToObj(i -> new Item(random.nextInt(9), "t" + random.nextInt(3)))
                                                .toList(),
                                        null),
                                12)
                        .check())
                .doesNotThrowAnyException();
    }

    @Test
    void nothingToCheckIsAMistake() {
        assertThatThrownBy(() -> DeltaLaws.of(Merging.class, MAPPER).check())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call samples or generated first");
    }

    private static Merging merging(int... ids) {
        return new Merging(
                IntStream.of(ids).mapToObj(id -> new Item(id, "item " + id)).toList());
    }
}
