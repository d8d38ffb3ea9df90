// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The right to read the stream and to tell others.
 *
 * @param term counts the readers one after the other; whoever has an older one can tell nothing any more
 * @param owner the id of the reader; empty where it has given the lease back
 * @param beat changes as long as the reader lives
 * @param last the number of the last news that was told
 * @param behind the time, in milliseconds, by which the reader was behind the end of the stream when it wrote this. It is no part of what makes a
 *     lease whole: a node of an earlier version writes none, and what is no number from 0 to a day counts as 0, until the reader writes it anew
 * @param broken the fields that an item has in place of these numbers, where somebody else has broken it; null where it is whole
 */
record Lease(
        long term,
        String owner,
        long beat,
        long last,
        long behind,
        @Nullable Map<String, AttributeValue> broken) {
    static final String OWNER = "owner";
    static final String TERM = "term";
    static final String BEAT = "beat";
    static final String LAST = "last";
    static final String BEHIND = "behind";

    /** No field is larger, so that each can be counted on. */
    static final long MAX_NUMBER = Long.MAX_VALUE / 2;

    private static final List<String> NUMBERS = List.of(TERM, BEAT, LAST);

    /** The longest time that a reader says to be behind: after a day the stream forgets. */
    private static final long MAX_BEHIND = Duration.ofDays(1).toMillis();

    /** A value that is longer is named by its type alone. */
    private static final int MAX_SHOWN = 40;

    Lease(long term, String owner, long beat, long last) {
        this(term, owner, beat, last, 0, null);
    }

    /** Returns the lease of an item, as anybody may have left it. */
    static Lease of(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> fields = new HashMap<>(item);
        fields.keySet().retainAll(NUMBERS);
        boolean isWhole = NUMBERS.stream().allMatch(each -> isNumber(Attributes.number(item, each)));
        return new Lease(
                Attributes.number(item, TERM),
                Attributes.text(item, OWNER),
                Attributes.number(item, BEAT),
                Attributes.number(item, LAST),
                behind(Attributes.number(item, BEHIND)),
                isWhole ? null : Map.copyOf(fields));
    }

    private static long behind(long found) {
        return found < 0 || found > MAX_BEHIND ? 0 : found;
    }

    private static boolean isNumber(long number) {
        return number >= 0 && number <= MAX_NUMBER;
    }

    /** Returns whether somebody has written something else than numbers that go on. Such a lease is nobody's. */
    boolean isBroken() {
        return broken != null;
    }

    /** Returns the same lease of a reader that is so far behind. */
    Lease behind(Duration time) {
        return new Lease(term, owner, beat, last, Math.clamp(time.toMillis(), 0, MAX_BEHIND), broken);
    }

    /** Returns the same lease as its reader shows that it lives. */
    Lease renewed() {
        return new Lease(term, owner, beat + 1, last);
    }

    /** Returns the lease of the reader that comes after this one. */
    Lease takenBy(String next) {
        return new Lease(term + 1, next, beat + 1, last);
    }

    /**
     * Returns a lease in place of one that is gone or broken. Its numbers are none that anybody may hold or have heard.
     *
     * @param lost the lease that is broken; null where there is none
     * @param beat a number by chance
     * @param last a number that nobody has told yet
     */
    static Lease inPlaceOf(@Nullable Lease lost, String owner, long beat, long last) {
        long term = lost != null && isNumber(lost.term) ? lost.term : 0;
        long told = lost != null && isNumber(lost.last) ? lost.last : 0;
        return new Lease(term + 1, owner, beat, Math.max(told + 1, last));
    }

    /** Returns the fields of the item. */
    Map<String, AttributeValue> fields() {
        return Map.of(
                OWNER, Attributes.of(owner),
                TERM, Attributes.of(term),
                BEAT, Attributes.of(beat),
                LAST, Attributes.of(last),
                BEHIND, Attributes.of(behind));
    }

    /**
     * Returns the condition that the item is still the one of this lease. Each name in it is the field's with {@code #} before it.
     *
     * @param values gets the values of the condition
     */
    String condition(Map<String, AttributeValue> values) {
        Map<String, AttributeValue> fields =
                broken == null ? Map.of(TERM, Attributes.of(term), BEAT, Attributes.of(beat)) : broken;
        return (broken == null ? List.of(TERM, BEAT) : NUMBERS)
                .stream()
                        .map(each -> {
                            AttributeValue was = fields.get(each);
                            if (was == null) {
                                return "attribute_not_exists(#" + each + ")";
                            }
                            values.put(":" + each, was);
                            return "#" + each + " = :" + each;
                        })
                        .collect(Collectors.joining(" AND "));
    }

    /** Returns what a broken lease has in place of its numbers, in words for the operator. */
    String damage() {
        Map<String, AttributeValue> fields = broken == null ? fields() : broken;
        return NUMBERS.stream().map(each -> shown(each, fields.get(each))).collect(Collectors.joining(", "));
    }

    private static String shown(String name, @Nullable AttributeValue value) {
        if (value == null) {
            return "no " + name;
        }
        String text = value.n() == null ? value.s() : value.n();
        return name + " of the type " + value.type()
                + (text == null || text.length() > MAX_SHOWN ? "" : " with '" + text + "'");
    }
}
