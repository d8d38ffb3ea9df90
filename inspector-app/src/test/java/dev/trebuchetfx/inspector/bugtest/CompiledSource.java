// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.inspector.replay.CaptureReplay;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A test class compiled and run as in a project that has nothing but what we publish, what that needs without a window, and JUnit: a class
 * loader of its own sees to it.
 */
final class CompiledSource {
    private static final List<Class<?>> PUBLISHED = List.of(
            dev.trebuchetfx.protocol.envelope.Envelope.class,
            TrebuchetClient.class,
            CaptureReplay.class,
            tools.jackson.databind.ObjectMapper.class,
            tools.jackson.core.JsonParser.class,
            com.fasterxml.jackson.annotation.JsonInclude.class,
            org.java_websocket.WebSocket.class,
            io.netty.buffer.ByteBuf.class,
            io.netty.channel.Channel.class,
            io.netty.handler.codec.ByteToMessageDecoder.class,
            io.netty.handler.codec.compression.ZlibWrapper.class,
            io.netty.handler.codec.http.HttpServerCodec.class,
            io.netty.handler.ssl.SslHandler.class,
            io.netty.resolver.AddressResolver.class,
            io.netty.util.concurrent.DefaultThreadFactory.class,
            org.slf4j.Logger.class,
            org.jspecify.annotations.NullMarked.class);
    private static final List<Class<?>> JUNIT = List.of(
            org.junit.jupiter.api.Test.class,
            org.junit.platform.commons.annotation.Testable.class,
            org.apiguardian.api.API.class,
            org.opentest4j.AssertionFailedError.class);

    private CompiledSource() {}

    /** Compiles one source into its own folder and runs it. */
    static TestExecutionSummary run(Path source, String className) throws Exception {
        Path folder = Path.of(String.valueOf(source.getParent()));
        compile(source, folder);
        List<URL> urls = new ArrayList<>();
        urls.add(folder.toUri().toURL());
        for (Class<?> published : PUBLISHED) {
            urls.add(location(published).toUri().toURL());
        }
        // Left open: the threads of a client of the test end only after it.
        ClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), new JUnitAlone());
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        Class<?> test = loader.loadClass(className);
        assertThat(test.getClassLoader()).isSameAs(loader);
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(test))
                                .build(),
                        summary);
        return summary.getSummary();
    }

    private static void compile(Path source, Path folder) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        String classPath = Stream.concat(PUBLISHED.stream(), JUNIT.stream())
                .map(CompiledSource::location)
                .map(Path::toString)
                .collect(Collectors.joining(java.io.File.pathSeparator));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    folder.toString(),
                                    "-cp",
                                    classPath,
                                    "-Xlint:all,-path,-processing",
                                    "-Werror"),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    private static Path location(Class<?> published) {
        try {
            return Path.of(published
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Of everything that this test runs with, only JUnit. */
    private static final class JUnitAlone extends ClassLoader {
        JUnitAlone() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.junit.")
                    || name.startsWith("org.opentest4j.")
                    || name.startsWith("org.apiguardian.")) {
                return CompiledSource.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
