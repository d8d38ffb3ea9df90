// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

/**
 * The rules of a server: which principal may call which methods, and observe what they stream. {@link StubServerBuilder#authorizer} sets
 * them.
 *
 * <p>The server asks before each call, each new stream and each resume, on a thread that is neither a transport's nor an actor's. Later
 * messages of the same connection wait for the answer, those of others do not. A stream that is open stays open. What the rules throw, null, and
 * an answer that does not come within five seconds are refusals.
 *
 * <p>Implementations are safe for use by any thread.
 */
@FunctionalInterface
public interface Authorizer {
    /** Returns whether the principal may do what it asks for. */
    Decision decide(Request request);

    /** The ways in which a client reaches an actor. */
    enum Action {
        /** The method is called, and answers once. */
        CALL,
        /** The states that the method streams are observed. */
        OBSERVE
    }

    /**
     * A principal's wish.
     *
     * @param principal the principal, as its token proved it; {@code anonymous} at a server without tokens
     * @param actor the name under which the actor is exposed, also where the client used the actor's real id
     * @param method the method's name, without the labels of its arguments; the actor need not have such a method
     * @param action the way in which the method is to be used
     */
    record Request(String principal, String actor, String method, Action action) {}

    /** An answer to a request. */
    sealed interface Decision {
        /** Returns the answer that allows it. */
        static Decision allowed() {
            return new Allowed();
        }

        /**
         * Returns the answer that refuses it.
         *
         * @param why the reason, which the client is told; empty for none
         */
        static Decision refused(String why) {
            return new Refused(why);
        }

        /** The answer that allows it. */
        record Allowed() implements Decision {}

        /**
         * The answer that refuses it.
         *
         * @param why the reason, which the client is told; empty for none
         */
        record Refused(String why) implements Decision {}
    }
}
