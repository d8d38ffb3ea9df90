// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The partitions of a store: groups of actors whose keys have one hash tag, so that one script can write them in a cluster.
 *
 * @param prefix the beginning of all keys
 * @param partitions the number of partitions, 1 or more; the same for all nodes
 */
record RedisNames(String prefix, int partitions) {
    /** Returns the partition of an actor, from 0 on; the script computes it in the same way. */
    int partitionOf(String actor) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(actor.getBytes(StandardCharsets.UTF_8));
            return Integer.remainderUnsigned(ByteBuffer.wrap(hash).getInt(), partitions);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1, but this one does not", e);
        }
    }

    /** Returns the key that stands for a partition, and begins all its other keys. */
    String key(int partition) {
        return "{" + prefix + ":" + partition + "}";
    }

    /** Returns the key of the stream of changes of a partition. */
    String changes(int partition) {
        return key(partition) + ":changes";
    }
}
