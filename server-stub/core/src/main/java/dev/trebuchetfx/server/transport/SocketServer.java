// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.Acceptor;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A server of WebSockets, which joins each of them to the listener that the acceptor gives. Safe for use by any thread. */
// The library tells by its events what becomes of a socket; nobody waits for a single write or close.
@SuppressWarnings("FutureReturnValueIgnored")
public final class SocketServer {
    private static final Duration STOP_GRACE = Duration.ofSeconds(2);
    private static final int BACKLOG = 1_024;

    private final SocketContext shared;
    private final EventLoopGroup threads;
    private final Channel listening;
    private final AcceptFailures failures;

    /**
     * Takes the port; connections wait until {@link #start}.
     *
     * @param onFatal told of an error after which the process can't be trusted, such as memory that has run out
     * @throws IOException if the address can't be listened on
     */
    public SocketServer(
            InetSocketAddress address,
            Acceptor acceptor,
            SocketSettings settings,
            TimeSource time,
            Consumer<Throwable> onFatal)
            throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException("the host " + address.getHostString() + " is not known");
        }
        this.shared = new SocketContext(
                settings,
                acceptor,
                new RequestCheck(settings, address),
                new Admission(settings),
                new ByteBudget(settings.maxIncomingBytes()),
                new ByteBudget(settings.maxOutgoingBytes()),
                new SocketContext.Counts(),
                time,
                new SocketLog(time),
                onFatal);
        this.threads = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("trebuchet-sockets", true),
                NioIoHandler.newFactory());
        this.failures = new AcceptFailures(time);
        this.listening = bind(address);
    }

    private Channel bind(InetSocketAddress address) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Initializer())
                .bind(address)
                .awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure == null) {
            // Behind the library's own handler of sockets that were accepted, which waits a second after a failure.
            bound.channel().pipeline().addLast(failures);
            return bound.channel();
        }
        end();
        throw failure instanceof IOException e ? e : new IOException(failure.getMessage(), failure);
    }

    /**
     * Starts to accept connections.
     *
     * @param onListening called with the port before the first connection is accepted
     * @return the port
     */
    public int start(IntConsumer onListening) {
        int port = ((InetSocketAddress) listening.localAddress()).getPort();
        onListening.accept(port);
        listening.config().setAutoRead(true);
        return port;
    }

    /** Returns the load at this moment. */
    public SocketLoad load() {
        SocketContext.Counts counts = shared.counts();
        return new SocketLoad(
                shared.admission().sockets(),
                shared.admission().opening(),
                shared.incoming().used(),
                shared.outgoing().used(),
                counts.refusedFull().sum(),
                counts.refusedRequests().sum(),
                counts.tooLate().sum(),
                counts.protocolErrors().sum(),
                shared.admission().isFull(),
                failures.areOver());
    }

    /**
     * Stops to listen and drops what is still connected after a moment for closing handshakes. Whoever comes meanwhile is refused. Blocks
     * for two seconds at most.
     */
    public void stop() {
        listening.close().awaitUninterruptibly(STOP_GRACE.toMillis());
        shared.admission().stop(STOP_GRACE);
        end();
    }

    private void end() {
        threads.shutdownGracefully(0, STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Makes the handlers of each socket that was accepted. */
    private final class Initializer extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            failures.haveEnded();
            SocketSettings settings = shared.settings();
            ChannelPipeline pipeline = channel.pipeline();
            SSLContext tls = settings.tls();
            if (tls != null) {
                SSLEngine engine = tls.createSSLEngine();
                engine.setUseClientMode(false);
                SslHandler handler = new SslHandler(engine);
                handler.setHandshakeTimeoutMillis(
                        TimeSource.bounded(settings.openWithin()).toMillis());
                pipeline.addLast("tls", handler);
            }
            addHandlers(pipeline, shared);
        }
    }

    /** Adds the handlers of what comes in plain. */
    static void addHandlers(ChannelPipeline pipeline, SocketContext shared) {
        int mostBytes = shared.settings().maxHeadBytes();
        pipeline.addLast(
                "http",
                new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(mostBytes)
                        .setMaxHeaderSize(mostBytes)));
        pipeline.addLast("upgrade", new UpgradeHandler(shared));
    }

    /** Returns the address that it listens on; null once it has stopped. */
    @Nullable
    InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }
}
