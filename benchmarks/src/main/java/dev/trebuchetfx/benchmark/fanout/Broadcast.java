// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.fanout;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server of the bare library that writes the same bytes to all who have connected. Used by the benchmark's thread. */
final class Broadcast implements AutoCloseable {
    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            new DefaultThreadFactory("bench-broadcast", true),
            NioIoHandler.newFactory());
    private final List<Channel> connected = new CopyOnWriteArrayList<>();
    private final Channel listening;

    Broadcast() {
        listening = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connected.add(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    int connected() {
        return connected.size();
    }

    /** Writes the bytes to everybody. */
    @SuppressWarnings("FutureReturnValueIgnored") // The receivers tell when all has come.
    void send(byte[] frame) {
        ByteBuf bytes = Unpooled.directBuffer(frame.length).writeBytes(frame);
        for (Channel channel : connected) {
            channel.writeAndFlush(bytes.retainedDuplicate(), channel.voidPromise());
        }
        bytes.release();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Its threads are daemons.
    public void close() {
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
