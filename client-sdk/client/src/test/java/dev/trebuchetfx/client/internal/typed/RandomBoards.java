// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.typed;

import dev.trebuchetfx.client.internal.typed.SharingReaderTest.Board;
import dev.trebuchetfx.client.internal.typed.SharingReaderTest.Card;
import dev.trebuchetfx.client.internal.typed.SharingReaderTest.Circle;
import dev.trebuchetfx.client.internal.typed.SharingReaderTest.Label;
import dev.trebuchetfx.client.internal.typed.SharingReaderTest.Owner;
import dev.trebuchetfx.client.internal.typed.SharingReaderTest.Priority;
import dev.trebuchetfx.client.internal.typed.SharingReaderTest.Shape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Typed states of many kinds of property, and edits of them. */
final class RandomBoards {
    private static final double[] DOUBLES = {
        0, -0.0, 1, 0.1, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 1e21, 123456789.125, 4.9e-324
    };
    private static final long[] LONGS = {0, 1, -1, Integer.MAX_VALUE + 1L, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final float[] FLOATS = {0, -0f, 0.1f, Float.MAX_VALUE, Float.MIN_VALUE, 16777216f};

    private final Random random;

    RandomBoards(Random random) {
        this.random = random;
    }

    Board board() {
        return board(random.nextInt(6));
    }

    Board board(int cards) {
        Map<String, Card> byName = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(cards, 4); i++) {
            byName.put("n" + i, card());
        }
        return new Board(
                cards(cards),
                new ArrayList<>(cards(Math.min(cards, 4))),
                byName,
                new TreeMap<>(Map.of(random.nextInt(3), List.of(1, 2, random.nextInt()))),
                EnumSet.of(Priority.LOW),
                List.of(new Circle(real()), new Label(text(), List.of("a", text()))),
                anything(),
                JsonNodeFactory.instance.numberNode(random.nextInt()),
                new Owner(text(), cards(2)),
                new int[] {1, random.nextInt()},
                BigInteger.TWO.pow(random.nextInt(200)),
                real());
    }

    /** With one part changed, or several. */
    Board edited(Board board) {
        Board fresh = board(3);
        return new Board(
                editedList(board.todos()),
                new ArrayList<>(pick(board.plain(), fresh.plain())),
                pick(board.byName(), fresh.byName()),
                pick(board.rows(), fresh.rows()),
                pick(board.used(), EnumSet.allOf(Priority.class)),
                pick(board.shapes(), fresh.shapes()),
                pick(board.anything(), fresh.anything()),
                random.nextInt(5) == 0 ? null : board.raw(),
                pick(board.owner(), random.nextBoolean() ? null : fresh.owner()),
                pick(board.numbers(), fresh.numbers()),
                pick(board.huge(), fresh.huge()),
                pick(board.ratio(), fresh.ratio()));
    }

    @SuppressWarnings("NullAway") // What it is given may be null, then what it gives is.
    private <T> T pick(@Nullable T old, @Nullable T fresh) {
        return random.nextInt(4) == 0 ? fresh : old;
    }

    private List<Card> editedList(List<Card> cards) {
        List<Card> edited = new ArrayList<>(cards);
        for (int i = random.nextInt(4); i > 0; i--) {
            int size = edited.size();
            switch (size == 0 ? 0 : random.nextInt(6)) {
                case 0 -> edited.add(random.nextInt(size + 1), card());
                case 1 -> edited.remove(random.nextInt(size));
                case 2 -> edited.add(random.nextInt(size), edited.remove(random.nextInt(size)));
                case 3 -> edited.add(edited.get(random.nextInt(size)));
                default -> {
                    int at = random.nextInt(size);
                    Card old = edited.get(at);
                    Card fresh = card();
                    edited.set(
                            at,
                            new Card(
                                    old.id(),
                                    pick(old.title(), fresh.title()),
                                    fresh.done(),
                                    pick(old.note(), fresh.note()),
                                    fresh.priority(),
                                    pick(old.shape(), fresh.shape()),
                                    pick(old.price(), fresh.price()),
                                    pick(old.count(), fresh.count()),
                                    pick(old.weight(), fresh.weight()),
                                    pick(old.due(), fresh.due())));
                }
            }
        }
        return edited;
    }

    private List<Card> cards(int count) {
        List<Card> cards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cards.add(card());
        }
        return cards;
    }

    private Card card() {
        return new Card(
                new UUID(random.nextLong(), random.nextLong()),
                random.nextInt(6) == 0 ? null : text(),
                random.nextBoolean(),
                random.nextBoolean() ? Optional.empty() : Optional.of(text()),
                random.nextBoolean() ? Priority.LOW : Priority.HIGH,
                shape(),
                random.nextInt(4) == 0 ? null : new BigDecimal(random.nextInt()).movePointLeft(random.nextInt(30)),
                LONGS[random.nextInt(LONGS.length)],
                FLOATS[random.nextInt(FLOATS.length)],
                random.nextBoolean() ? null : Instant.ofEpochSecond(random.nextInt()));
    }

    private @Nullable Shape shape() {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> new Circle(real());
            default -> new Label(text(), List.of(text()));
        };
    }

    private Map<String, Object> anything() {
        Map<String, Object> anything = new LinkedHashMap<>();
        anything.put("d", real());
        anything.put("l", LONGS[random.nextInt(LONGS.length)]);
        anything.put("list", List.of(1, "x", List.of(real())));
        return anything;
    }

    private double real() {
        return DOUBLES[random.nextInt(DOUBLES.length)];
    }

    private String text() {
        return List.of("", "a", "ß", "日本", "😀", "x\ny").get(random.nextInt(6));
    }
}
