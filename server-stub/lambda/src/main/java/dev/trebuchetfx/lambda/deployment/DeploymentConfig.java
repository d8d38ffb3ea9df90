// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.internal.foreign.ForeignFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a {@code trebuchet.yaml}.
 *
 * @param name the name of the stack, with which the names of functions begin
 * @param region the region; null for the one that AWS's tools find
 * @param websocket whether there is a WebSocket API
 * @param stage the stage of the API, the last part of its address
 * @param routes the routes of the API, the three that it must have among them
 * @param connectionTable the table of connections
 * @param stateTable the table of states
 * @param actors the class that names the actors; null for the one that is found in the jar, or else the bundled ones
 * @param memory the memory of a function in MB
 * @param logRetentionDays the days for which logs are kept
 * @param alarmTopic the ARN of the SNS topic that hears of alarms; null for none
 */
public record DeploymentConfig(
        String name,
        @Nullable String region,
        boolean websocket,
        String stage,
        List<String> routes,
        String connectionTable,
        String stateTable,
        @Nullable String actors,
        int memory,
        int logRetentionDays,
        @Nullable String alarmTopic) {
    /** The routes that a WebSocket API must have. */
    public static final List<String> NEEDED_ROUTES = List.of("$connect", "$disconnect", "$default");

    private static final int MAX_BYTES = 1 << 20;

    public DeploymentConfig {
        routes = List.copyOf(routes);
    }

    /**
     * Reads a text.
     *
     * @param file the name of the file, with which errors begin
     * @throws DeploymentException if it can't be used
     */
    public static DeploymentConfig read(String file, String text) throws DeploymentException {
        return new ConfigReader(file).read(text);
    }

    /**
     * Reads a file.
     *
     * @throws DeploymentException if it can't be read or used
     */
    public static DeploymentConfig read(Path file) throws DeploymentException {
        return read(file.toString(), text(file));
    }

    /**
     * Returns the place of a value in a file, as errors name it: {@code FILE:LINE:COLUMN}, or the file alone where the value is not there.
     *
     * @param key the keys that lead to the value
     * @throws DeploymentException if the file can't be read
     */
    public static String place(Path file, String... key) throws DeploymentException {
        return new ConfigReader(file.toString()).place(text(file), key);
    }

    private static String text(Path file) throws DeploymentException {
        try {
            return text(file, ByteBuffer.wrap(ForeignFile.read(file, MAX_BYTES)));
        } catch (NoSuchFileException e) {
            throw new DeploymentException(
                    "could not read " + file + ": there is no such file; name another one by --config");
        } catch (IOException e) {
            throw new DeploymentException("could not read " + file + " (" + ForeignCode.describe(e) + ")");
        }
    }

    private static String text(Path file, ByteBuffer bytes) throws DeploymentException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            // The decoder stops where the first bytes begin that are no character.
            String before = StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
            int line = 1 + (int) before.chars().filter(each -> each == '\n').count();
            throw new DeploymentException(file + ":" + line + ":" + (before.length() - before.lastIndexOf('\n'))
                    + ": expected text in UTF-8 but found bytes that are none");
        }
    }
}
