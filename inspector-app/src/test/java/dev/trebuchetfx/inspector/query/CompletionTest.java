// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private static final SeenValues SEEN = new SeenValues() {
        @Override
        public List<String> texts(QueryField field) {
            return field == QueryField.STREAM
                    ? List.of("prices.observeQuotes", "todos.observeState", "my todos")
                    : List.of();
        }

        @Override
        public List<String> paths() {
            return List.of("$.pendingCount", "$.todos[*].title");
        }
    };

    /** {@code |} is the caret. */
    private static List<String> taken(String typed) {
        int caret = typed.indexOf('^');
        String text = typed.replace("^", "");
        return Completion.at(text, caret, SEEN, 30).stream()
                .map(proposal -> proposal.in(text))
                .toList();
    }

    @Test
    void proposesKeys() {
        assertThat(taken("s^")).containsExactly("stream:", "seq:", "size:");
        assertThat(taken("is:gap -^")).contains("is:gap -is:", "is:gap -type:").hasSize(19);
        assertThat(taken("(st^")).containsExactly("(stream:");
        assertThat(taken("\"s^")).isEmpty();
    }

    @Test
    void proposesFlagsWithTheirMeaning() {
        assertThat(taken("is:re^")).containsExactly("is:replay", "is:reorder", "is:resumed", "is:restart");
        assertThat(Completion.at("is:ga", 5, SEEN, 9))
                .singleElement()
                .satisfies(proposal -> assertThat(proposal.meaning()).isEqualTo("numbers before it did not come"));
    }

    @Test
    void proposesWhatWasSeenThatWhichBeginsSoFirst() {
        assertThat(taken("stream:to^")).containsExactly("stream:todos.observeState", "stream:\"my todos\"");
        assertThat(taken("stream:\"my^")).containsExactly("stream:\"my todos\"");
        assertThat(taken("a || stream=pr^ b")).containsExactly("a || stream=prices.observeQuotes b");
        assertThat(taken("dir:^")).containsExactly("dir:sent", "dir:received", "dir:note");
        assertThat(taken("json:$.p^")).containsExactly("json:$.pendingCount");
    }

    @Test
    void replacesTheRestOfTheValueAtTheCaret() {
        assertThat(taken("is:re^play x")).contains("is:reorder x");
    }

    @Test
    void everyProposalForAFlagOrValueIsAQuery() throws QueryException {
        for (String typed : List.of("is:^", "stream:^", "json:^", "dir:^")) {
            for (String text : taken(typed)) {
                QueryParser.parse(text);
            }
        }
    }

    @Test
    void proposesNoMoreThanAsked() {
        assertThat(Completion.at("", 0, SEEN, 3)).hasSize(3);
        assertThat(Completion.at("", 0, SeenValues.NONE, 100)).hasSize(19);
    }
}
