// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import dev.trebuchetfx.protocol.time.SystemTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transactions that meet others, or whose end is not heard of. */
class MongoTransactionsTest {
    private static final String TRANSIENT = MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL;
    private static final String UNKNOWN = MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL;

    private final SystemTime time = new SystemTime("transactions-test", InstantSource.system());
    private final List<String> calls = new ArrayList<>();
    private final Deque<MongoException> commitFailures = new ArrayDeque<>();

    @AfterEach
    void endTime() {
        time.close();
    }

    private MongoTransactions transactions(Duration patience) {
        return new MongoTransactions(this::session, patience, time);
    }

    /** Returns a session that writes down what it is told. */
    private ClientSession session() {
        boolean[] isActive = {false};
        return (ClientSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ClientSession.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "hasActiveTransaction" -> {
                            return isActive[0];
                        }
                        case "startTransaction" -> isActive[0] = true;
                        case "commitTransaction" -> {
                            isActive[0] = false;
                            calls.add("commit");
                            MongoException failure = commitFailures.poll();
                            if (failure != null) {
                                throw failure;
                            }
                        }
                        case "abortTransaction" -> {
                            isActive[0] = false;
                            calls.add("abort");
                        }
                        default -> {}
                    }
                    return null;
                });
    }

    private static MongoException failure(String label) {
        MongoException failure = new MongoException(112, "as the test wants it");
        failure.addLabel(label);
        return failure;
    }

    @Test
    void aConflictIsRepeated() {
        int[] attempts = {0};

        String result = transactions(Duration.ofMinutes(1)).run(session -> {
            if (++attempts[0] < 4) {
                throw failure(TRANSIENT);
            }
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(calls).containsExactly("abort", "abort", "abort", "commit");
    }

    @Test
    void aConflictThatLastsIsAFailure() {
        assertThatThrownBy(() -> transactions(Duration.ofMillis(20)).run(session -> {
                    throw failure(TRANSIENT);
                }))
                .isInstanceOf(MongoException.class);
        assertThat(calls).isNotEmpty().containsOnly("abort");
    }

    @Test
    void aCommitWhoseEndIsNotKnownIsAskedForAgainAndNotTheWork() {
        commitFailures.add(failure(UNKNOWN));
        int[] attempts = {0};

        transactions(Duration.ofMinutes(1)).run(session -> ++attempts[0]);

        assertThat(attempts[0]).isEqualTo(1);
        assertThat(calls).containsExactly("commit", "commit");
    }

    @Test
    void aCommitWhoseEndStaysUnknownIsAFailure() {
        for (int i = 0; i < 9; i++) {
            commitFailures.add(failure(UNKNOWN));
        }

        assertThatThrownBy(() -> transactions(Duration.ofMinutes(1)).run(session -> true))
                .isInstanceOf(MongoException.class);
        assertThat(calls).containsExactly("commit", "commit", "commit");
    }

    @Test
    void workWithoutAResultIsTakenBack() {
        assertThat(transactions(Duration.ofMinutes(1)).<String>run(session -> null))
                .isNull();
        assertThat(calls).containsExactly("abort");
    }

    @Test
    void workThatFailsIsTakenBackAndNotRepeated() {
        assertThatThrownBy(() -> transactions(Duration.ofMinutes(1)).run(session -> {
                    throw new IllegalArgumentException("as the test wants it");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(calls).containsExactly("abort");
    }
}
