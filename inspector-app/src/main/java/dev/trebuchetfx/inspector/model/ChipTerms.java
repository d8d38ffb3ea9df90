// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.query.Operand;
import dev.trebuchetfx.inspector.query.Operator;
import dev.trebuchetfx.inspector.query.QueryField;
import dev.trebuchetfx.inspector.query.QueryFlag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The chips as terms of a query: those of flags add up in one group, {@code (is:gap || is:replay)}, beside the other terms. */
final class ChipTerms {
    static final Set<QueryFlag> FLAGS = EnumSet.of(QueryFlag.GAP, QueryFlag.REPLAY, QueryFlag.DELTA, QueryFlag.ERROR);

    private ChipTerms() {}

    /** The flags of the group. */
    static Set<QueryFlag> flags(Expression query) {
        Set<QueryFlag> found = EnumSet.noneOf(QueryFlag.class);
        for (Expression term : terms(query)) {
            found.addAll(group(term));
        }
        return found;
    }

    private static Set<QueryFlag> group(Expression term) {
        Set<QueryFlag> flags = EnumSet.noneOf(QueryFlag.class);
        List<Expression> alternatives = term instanceof Expression.Any(List<Expression> each) ? each : List.of(term);
        for (Expression alternative : alternatives) {
            if (!(alternative instanceof Expression.Is(QueryFlag flag)) || !FLAGS.contains(flag)) {
                return EnumSet.noneOf(QueryFlag.class);
            }
            flags.add(flag);
        }
        return flags;
    }

    static Expression with(Expression query, QueryFlag flag, boolean on) {
        Set<QueryFlag> wanted = flags(query);
        if (on) {
            wanted.add(flag);
        } else {
            wanted.remove(flag);
        }
        List<Expression> changed = new ArrayList<>();
        for (Expression term : terms(query)) {
            if (group(term).isEmpty()) {
                changed.add(term);
            }
        }
        List<Expression> each = new ArrayList<>();
        wanted.forEach(one -> each.add(new Expression.Is(one)));
        if (!each.isEmpty()) {
            changed.add(each.size() == 1 ? each.getFirst() : new Expression.Any(each));
        }
        return all(changed);
    }

    /** The name that {@code stream=} asks for; null where nothing does. */
    static @Nullable String stream(Expression query) {
        for (Expression term : terms(query)) {
            String name = name(term);
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    private static @Nullable String name(Expression term) {
        return term instanceof Expression.Compare(QueryField field, Operator operator, Operand.Text(String name))
                        && field == QueryField.STREAM
                        && operator == Operator.EQUAL
                ? name
                : null;
    }

    static Expression withStream(Expression query, @Nullable String name) {
        List<Expression> changed = new ArrayList<>();
        if (name != null) {
            changed.add(new Expression.Compare(QueryField.STREAM, Operator.EQUAL, new Operand.Text(name)));
        }
        for (Expression term : terms(query)) {
            if (name(term) == null) {
                changed.add(term);
            }
        }
        return all(changed);
    }

    /** Whether heartbeats are asked for in so many words: then they are not hidden. */
    static boolean speaksOfHeartbeats(Expression query) {
        return switch (query) {
            case Expression.Any(List<Expression> each) -> each.stream().anyMatch(ChipTerms::speaksOfHeartbeats);
            case Expression.All(List<Expression> each) -> each.stream().anyMatch(ChipTerms::speaksOfHeartbeats);
            case Expression.Is(QueryFlag flag) -> flag == QueryFlag.HEARTBEAT;
            case Expression.Compare(QueryField field, Operator operator, Operand.Text(String text)) ->
                field == QueryField.TYPE
                        && operator != Operator.NOT_EQUAL
                        && !text.isEmpty()
                        && "heartbeat ping pong".contains(text.toLowerCase(Locale.ROOT));
            default -> false;
        };
    }

    private static List<Expression> terms(Expression query) {
        return switch (query) {
            case Expression.Everything() -> List.of();
            case Expression.All(List<Expression> parts) -> parts;
            default -> List.of(query);
        };
    }

    private static Expression all(List<Expression> terms) {
        return switch (terms.size()) {
            case 0 -> Expression.EVERYTHING;
            case 1 -> terms.getFirst();
            default -> new Expression.All(terms);
        };
    }
}
