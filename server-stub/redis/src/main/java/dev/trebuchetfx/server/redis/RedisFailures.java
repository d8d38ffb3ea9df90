// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The store's exceptions for what the driver throws. */
final class RedisFailures {
    /** The words of the script. */
    private static final Pattern NO_STATE = Pattern.compile("the key '.*' has no state, .* by DEL", Pattern.DOTALL);

    private RedisFailures() {}

    /**
     * Returns the exception for a failure. After one of a write it is not known whether something was stored, but where the database has no memory left
     * it says so before it stores anything.
     */
    static RuntimeException failure(String action, RuntimeException e) {
        String words = describe(e);
        if (words.contains("OOM ")) {
            return new StateRefusedException("Redis refused to " + action
                    + ", since its memory is full: raise its maxmemory, or delete states. " + words);
        }
        Matcher noState = NO_STATE.matcher(words);
        if (noState.find()) {
            return new StateStoreException("Redis could not " + action + ": " + noState.group(), e);
        }
        return new StateStoreException("Redis could not " + action + ": " + words + advice(e, words), e);
    }

    /** Returns whether the script found something else in place of a state, and so has stored nothing. */
    static boolean isOfNoState(StateStoreException e) {
        return NO_STATE.matcher(String.valueOf(e.getMessage())).find();
    }

    private static String advice(Throwable e, String words) {
        if (root(e) instanceof UnknownHostException host) {
            return ". There is no host '" + host.getMessage() + "'; check the address";
        }
        if (words.contains("NOPERM")
                || words.contains("can't run this command")
                || words.contains("can't access at least")) {
            return "; give the user the rights that docs/redis.md lists";
        }
        if (words.contains("NOAUTH") || words.contains("WRONGPASS") || words.contains("Client sent AUTH")) {
            return "; check the user, and the password in the address, the option password-file or REDIS_PASSWORD";
        }
        if (words.contains("non local key")) {
            return "; its keys are on their way to another server of the cluster, so try again once they have come";
        }
        if (words.contains("MISCONF")) {
            return "; look at the log of the server, whose snapshots fail";
        }
        return wayAdvice(words);
    }

    /** Returns what to do where no server was reached, or one of another kind. */
    private static String wayAdvice(String words) {
        if (words.contains("cluster support disabled")) {
            return "; the server is no cluster: write redis:// in place of redis-cluster://";
        }
        if (words.contains("initialization timed out")) {
            return "; something listens there and does not answer: check the port, and whether it uses TLS as the address says";
        }
        if (words.contains("Cannot obtain master using sentinel") || words.contains("Cannot provide redisAddress")) {
            return "; check that these are Sentinels, and that they know a master of the name that stands behind #";
        }
        if (words.contains("Invalid first byte")) {
            return "; something else than Redis listens there, check the port";
        }
        if (words.contains("DB index is out of range")) {
            return "; the server has fewer databases, choose another number behind the /";
        }
        if (words.contains("NXDOMAIN")) {
            return "; there is no such host, check the address";
        }
        return words.contains("Connection refused") ? "; check the address, and whether the server runs" : "";
    }

    /** Returns the reason in words, with the first cause, since the driver hides it behind its own words. */
    static String describe(Throwable thrown) {
        Throwable cause = root(thrown);
        String words = text(thrown);
        return cause == thrown || words.contains(text(cause)) ? words : words + " (" + text(cause) + ")";
    }

    private static Throwable root(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String text(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank()
                ? thrown.getClass().getName()
                : message.replace("/<unresolved>", "").strip().replaceAll("\\s+", " ");
    }
}
