// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.internal.change.PendingEdits.Confirmed;
import dev.trebuchetfx.client.internal.change.PendingEdits.Edit;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever the order of answers, updates, failures and changes by others, what is shown ends equal to the server. The state is a list of
 * words, to which each change appends one, so that one that shows twice can be seen.
 */
class PendingEditsPropertyTest {
    private static final int STEPS = 120;

    /** A server, its line and a client, all in the hands of one generator. */
    private static final class World {
        private final Random random;
        private final boolean stored;
        private final boolean patient;

        private List<String> server = List.of();
        private long version = 1;
        private int words;

        /** Updates on their way; the line keeps their order, but may leave one out for a newer one. */
        private final Deque<Confirmed<List<String>>> line = new ArrayDeque<>();

        private PendingEdits<List<String>> edits = PendingEdits.none();
        private final Set<String> made = new HashSet<>();
        private final Set<String> refused = new HashSet<>();
        private final List<String> queue = new ArrayList<>();
        private String asked = "";
        private boolean isDone;
        private long doneAs;
        private boolean isRefused;

        World(long seed, boolean stored, boolean patient) {
            this.random = new Random(seed);
            this.stored = stored;
            this.patient = patient;
            publish(List.of("first"));
        }

        private void publish(List<String> next) {
            server = next;
            version++;
            if (line.size() > 1 && random.nextInt(3) == 0) {
                line.removeLast();
            }
            line.add(new Confirmed<>(server, stored ? version : null, Instant.EPOCH));
        }

        private static List<String> with(List<String> state, String word) {
            List<String> next = new ArrayList<>(state);
            next.add(word);
            return List.copyOf(next);
        }

        private static UUID key(String word) {
            return UUID.nameUUIDFromBytes(word.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        void step() {
            switch (random.nextInt(7)) {
                case 0 -> publish(with(server, "other " + ++words));
                case 1 -> make();
                case 2 -> send();
                case 3 -> serve();
                case 4 -> answer();
                case 5 -> deliver();
                default -> {
                    if (!patient && random.nextInt(4) == 0) {
                        edits = edits.released();
                    }
                }
            }
            check();
        }

        private void make() {
            String word = "mine " + ++words;
            made.add(word);
            queue.add(word);
            edits = edits.added(new Edit<>(key(word), state -> with(state, word)));
            if (edits.base() != null) {
                assertThat(edits.shown()).as("shows at once").contains(word);
            }
        }

        private void send() {
            if (asked.isEmpty() && edits.next() != null) {
                asked = queue.removeFirst();
                assertThat(edits.next().key()).as("in order").isEqualTo(key(asked));
                isDone = false;
                isRefused = false;
                edits = edits.sent(key(asked));
                assertThat(edits.next()).as("one at a time").isNull();
            }
        }

        private void serve() {
            if (!asked.isEmpty() && !isDone && !isRefused) {
                if (random.nextInt(4) == 0) {
                    isRefused = true;
                } else {
                    isDone = true;
                    publish(with(server, asked));
                    doneAs = version;
                }
            }
        }

        private void answer() {
            if (isDone) {
                if (!stored) {
                    // A server sends the update before the answer, and without a version nothing else tells.
                    drain();
                }
                edits = edits.answered(key(asked), stored ? doneAs : null);
                asked = "";
                isDone = false;
            } else if (isRefused) {
                refused.add(asked);
                edits = edits.failed(key(asked));
                assertThat(edits.shown() == null ? List.of() : edits.shown()).doesNotContain(asked);
                asked = "";
                isRefused = false;
            } else if (!asked.isEmpty() && random.nextInt(3) == 0) {
                // The line is cut before the server took the call: it is sent again.
                edits = edits.returned(key(asked));
                queue.addFirst(asked);
                asked = "";
            }
        }

        private void deliver() {
            Confirmed<List<String>> next = line.poll();
            if (next != null) {
                edits = edits.updated(next);
            }
        }

        private void drain() {
            while (!line.isEmpty()) {
                deliver();
            }
        }

        private void check() {
            List<String> shown = edits.shown();
            if (shown == null) {
                return;
            }
            if (patient) {
                assertThat(shown).as("nothing shows twice").doesNotHaveDuplicates();
                assertThat(shown)
                        .as("what is under way shows")
                        .containsAll(made.stream()
                                .filter(word -> edits.contains(key(word)))
                                .toList());
            }
            assertThat(shown).as("what was refused is taken back").noneMatch(refused::contains);
        }

        void finish() {
            while (!asked.isEmpty() || edits.next() != null) {
                send();
                serve();
                answer();
            }
            drain();
            assertThat(edits.edits()).isEmpty();
            assertThat(edits.shown()).isEqualTo(server);
            made.removeAll(refused);
            assertThat(server)
                    .as("each change is done once or told as failed")
                    .containsAll(made)
                    .doesNotHaveDuplicates();
            assertThat(server).noneMatch(refused::contains);
        }
    }

    @Property(tries = 2_000)
    void endsEqualToTheServer(@ForAll long seed, @ForAll boolean stored, @ForAll boolean patient) {
        World world = new World(seed, stored, patient);
        for (int i = 0; i < STEPS; i++) {
            world.step();
        }
        world.finish();
    }

    @Property(tries = 200)
    void anEditThatFailsIsLeftOutAndTheOthersShow(@ForAll long seed) {
        Random random = new Random(seed);
        PendingEdits<List<String>> edits =
                PendingEdits.<List<String>>none().updated(new Confirmed<>(List.of("a"), 1L, Instant.EPOCH));
        List<String> expected = new ArrayList<>(List.of("a"));
        for (int i = 0; i < 10; i++) {
            boolean fails = random.nextBoolean();
            String word = "w" + i;
            edits = edits.added(new Edit<>(World.key(word), state -> {
                if (fails) {
                    throw new IllegalStateException("no place for " + word);
                }
                return World.with(state, word);
            }));
            if (!fails) {
                expected.add(word);
            }
            assertThat(edits.edits().getLast().whyNotShown() != null).isEqualTo(fails);
        }
        assertThat(edits.shown()).isEqualTo(expected);
        expected.set(0, "b");
        assertThat(edits.updated(new Confirmed<>(List.of("b"), 2L, Instant.EPOCH))
                        .shown())
                .isEqualTo(expected);
    }
}
