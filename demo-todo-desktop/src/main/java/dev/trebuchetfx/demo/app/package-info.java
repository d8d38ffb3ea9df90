/** The composition root of the application: toolkit, clients and windows. Only this package creates threads, clocks and connections. */
@NullMarked
package dev.trebuchetfx.demo.app;

import org.jspecify.annotations.NullMarked;
