// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.runtime;

import dev.trebuchetfx.lambdalocal.http.AnsweringHandler;
import dev.trebuchetfx.lambdalocal.http.AnsweringHandler.HttpCall;
import dev.trebuchetfx.lambdalocal.http.HttpPort;
import dev.trebuchetfx.lambdalocal.http.Reply;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One container of a function: a process that runs AWS's runtime interface client against a Runtime API of its own
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">its paths</a>). It takes one invocation at a time. Safe for use
 * by any thread.
 */
final class Container implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Container.class);
    private static final String RUNTIME_CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String API = "/2018-06-01/runtime/";

    private final int number;
    private final FunctionSpec function;
    private final TimeSource time;
    private final Owner owner;
    private final HttpPort port;
    private final Process process;

    // Guarded by this.
    private @Nullable CompletableFuture<Reply> asking;
    private @Nullable Invocation underWay;
    private TimeSource.@Nullable Timer timer;
    private boolean begun;
    private boolean over;

    /** The owner of containers. Called by any thread, without a lock. */
    interface Owner {
        /** Notes that the container asks for an invocation. */
        void idle(Container container);

        /** Notes that the function has said why it can't begin. The container ends then. */
        void failedToBegin(String why);

        /**
         * Notes that the container has ended.
         *
         * @param wasAsked whether it was killed or closed
         */
        void ended(Container container, boolean wasAsked);
    }

    /**
     * Starts a container.
     *
     * @throws IOException if the process can't be started
     */
    Container(int number, FunctionSpec function, TimeSource time, Owner owner) throws IOException {
        this.number = number;
        this.function = function;
        this.time = time;
        this.owner = owner;
        this.port = new HttpPort(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "trebuchet-runtime-api",
                pipeline -> pipeline.addLast(new AnsweringHandler(this::answer)));
        try {
            this.process = start();
        } catch (IOException e) {
            port.close();
            throw e;
        }
        var unused =
                process.onExit().thenAccept(ended -> end("its process ended with code " + ended.exitValue(), false));
    }

    private Process start() throws IOException {
        Files.createDirectories(function.logs());
        Path log = function.logs().resolve(function.name() + "-" + number + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(function.jvmArguments());
        command.addAll(RuntimeLibrary.arguments(function.classPath(), function.logs()));
        command.addAll(List.of("-cp", function.classPath(), RUNTIME_CLIENT, function.handler()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        // Nothing of this machine's own account may reach a function that is tried here.
        environment.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("TREBUCHET_"));
        environment.putAll(function.environment());
        environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port.port());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        environment.put("LAMBDA_TASK_ROOT", function.logs().toAbsolutePath().toString());
        environment.put("_HANDLER", function.handler());
        return builder.start();
    }

    /** Returns whether an invocation is under way. */
    synchronized boolean isBusy() {
        return underWay != null;
    }

    /** Returns whether it has asked for an invocation once. */
    synchronized boolean hasBegun() {
        return begun;
    }

    /** Gives the container an invocation. Returns false if it does not ask for one. */
    boolean give(Invocation next) {
        CompletableFuture<Reply> asked;
        synchronized (this) {
            asked = asking;
            if (asked == null || over) {
                return false;
            }
            asking = null;
            underWay = next;
            timer = time.schedule(
                    function.timeout(),
                    () -> end("it took longer than " + function.timeout().toSeconds() + " s", false));
        }
        asked.complete(new Reply(
                200,
                Map.of(
                        "Lambda-Runtime-Aws-Request-Id",
                        next.id(),
                        "Lambda-Runtime-Deadline-Ms",
                        String.valueOf(time.instant().toEpochMilli()
                                + function.timeout().toMillis()),
                        "Lambda-Runtime-Invoked-Function-Arn",
                        "arn:aws:lambda:us-east-1:123456789012:function:" + function.name(),
                        "Lambda-Runtime-Trace-Id",
                        "Root=1-00000000-000000000000000000000000;Sampled=0"),
                next.event()));
        return true;
    }

    private CompletionStage<Reply> answer(HttpCall call) {
        String path = call.path().startsWith(API) ? call.path().substring(API.length()) : "";
        if (call.method().equals("GET") && path.equals("invocation/next")) {
            return next();
        }
        if (call.method().equals("POST") && path.equals("init/error")) {
            String why = errorMessage(call.body());
            owner.failedToBegin(why);
            end("it could not begin: " + why, false);
            return CompletableFuture.completedFuture(Reply.of(202, "{\"status\":\"OK\"}"));
        }
        String[] parts = path.split("/", -1);
        if (call.method().equals("POST") && parts.length == 3 && parts[0].equals("invocation")) {
            Invocation done = take(parts[1]);
            if (done == null) {
                return CompletableFuture.completedFuture(Reply.of(400, "{\"errorMessage\":\"no such request\"}"));
            }
            if (parts[2].equals("response")) {
                done.answer().complete(call.body());
            } else {
                done.fail(function.name() + " failed: " + call.body().utf8());
            }
            return CompletableFuture.completedFuture(Reply.of(202, "{\"status\":\"OK\"}"));
        }
        return CompletableFuture.completedFuture(Reply.of(404, "{\"errorMessage\":\"not found\"}"));
    }

    /** Returns the message of an error that the runtime client reports as JSON; the JSON itself where it has none. */
    private static String errorMessage(Bytes report) {
        try {
            String message =
                    JSON.readTree(report.unsafeArray()).path("errorMessage").asString("");
            return message.isEmpty() ? report.utf8() : message;
        } catch (JacksonException e) {
            return report.utf8();
        }
    }

    private CompletionStage<Reply> next() {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        synchronized (this) {
            asking = reply;
            begun = true;
        }
        owner.idle(this);
        return reply;
    }

    private synchronized @Nullable Invocation take(String id) {
        Invocation current = underWay;
        if (current == null || !current.id().equals(id)) {
            return null;
        }
        underWay = null;
        stopTimer();
        return current;
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Kills the process, as Lambda does with a container whenever it likes. No invocation is given to it any more. */
    void kill() {
        end("it was killed", true);
    }

    private void end(String why, boolean wasAsked) {
        Invocation lost;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            lost = underWay;
            underWay = null;
            stopTimer();
        }
        LOG.debug("Container {} of {} has ended: {}", number, function.name(), why);
        process.destroyForcibly();
        // Its own thread may be the caller, which must not wait for itself.
        VirtualThreads.named("trebuchet-runtime-api-end").execute(port::close);
        if (lost != null) {
            lost.fail("the container of " + function.name() + " is gone: " + why);
        }
        owner.ended(this, wasAsked);
    }

    @Override
    public void close() {
        end("it was closed", true);
        process.onExit().join();
    }
}
