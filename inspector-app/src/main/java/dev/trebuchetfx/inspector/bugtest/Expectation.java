// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.replay.ShownLine;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import dev.trebuchetfx.protocol.internal.json.FirstDifference;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import dev.trebuchetfx.protocol.internal.json.Pointer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a subscriber must be told when a slice is played. The order and the kinds are the client's; the states and the losses are
 * those of the messages, so that a client that shows another state, or is silent about a loss, fails.
 *
 * @param differences where the client of this version differs, in words; empty where it does not
 */
record Expectation(List<String> lines, List<String> differences) {
    Expectation {
        lines = List.copyOf(lines);
        differences = List.copyOf(differences);
    }

    static Expectation of(List<ShownLine> shown, SentStates sent, AuditReport audit, boolean statesAreTheServers) {
        List<ShownLine> expected = new ArrayList<>(shown);
        List<String> differences = new ArrayList<>();
        if (statesAreTheServers) {
            expected.replaceAll(line -> withSentState(line, sent, differences));
        }
        audit.streams().stream()
                .flatMap(stream -> stream.gaps().stream())
                .filter(gap -> gap.isLoss() && !gap.open())
                .filter(gap -> shown.stream().noneMatch(line -> tells(line, gap)))
                .forEach(gap -> insert(expected, gap, differences));
        return new Expectation(expected.stream().map(ShownLine::toString).toList(), differences);
    }

    private static ShownLine withSentState(ShownLine line, SentStates sent, List<String> differences) {
        ShownLine.Update update = line.update();
        JsonNode state = update == null ? null : sent.at(update.streamID(), update.sequence());
        if (update == null || state == null) {
            return line;
        }
        Pointer difference = FirstDifference.between(JsonTrees.read(update.json()), state);
        if (difference == null) {
            return line;
        }
        differences.add("the state after " + SequenceNumbers.toText(update.sequence())
                + " is another than the server's, first at '" + difference + "'");
        return line.withState(JsonTrees.write(state).utf8());
    }

    private static boolean tells(ShownLine line, GapCard loss) {
        GapReport gap = line.gap();
        return gap != null
                && gap.streamID().equals(loss.streamID())
                && Long.compareUnsigned(gap.fromSequence(), loss.from()) <= 0
                && (gap.toSequence() == null
                        || (loss.to() != null && Long.compareUnsigned(gap.toSequence(), loss.to()) >= 0));
    }

    private static void insert(List<ShownLine> expected, GapCard loss, List<String> differences) {
        Long to = loss.to();
        String numbers = SequenceNumbers.toText(loss.from())
                + (to == null ? " on" : to == loss.from() ? "" : " to " + SequenceNumbers.toText(to));
        differences.add("the loss of " + numbers + " is not told");
        int at = 0;
        while (at < expected.size() && !isAfter(expected.get(at), loss)) {
            at++;
        }
        expected.add(at, ShownLine.of("gap " + numbers));
    }

    private static boolean isAfter(ShownLine line, GapCard loss) {
        ShownLine.Update update = line.update();
        return update != null
                && update.streamID().equals(loss.streamID())
                && Long.compareUnsigned(update.sequence(), loss.from()) >= 0;
    }
}
