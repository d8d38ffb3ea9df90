// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.app;

import java.util.List;
import javafx.scene.Group;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.transform.Transform;

/** The icon of the application, drawn in the sizes that desktops ask for. On the FX thread. */
final class AppIcon {
    private static final double SIDE = 64;

    private AppIcon() {}

    static List<Image> images() {
        return List.of(image(16), image(32), image(64), image(128));
    }

    private static Image image(int pixels) {
        Rectangle ground = new Rectangle(2, 2, SIDE - 4, SIDE - 4);
        ground.setArcWidth(20);
        ground.setArcHeight(20);
        ground.setFill(Color.web("#0969da"));
        Polyline tick = new Polyline(17, 34, 28, 45, 48, 21);
        tick.setStroke(Color.WHITE);
        tick.setStrokeWidth(8);
        tick.setStrokeLineCap(StrokeLineCap.ROUND);
        tick.setStrokeLineJoin(StrokeLineJoin.ROUND);
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(Color.TRANSPARENT);
        parameters.setTransform(Transform.scale(pixels / SIDE, pixels / SIDE));
        parameters.setViewport(new javafx.geometry.Rectangle2D(0, 0, pixels, pixels));
        return new Group(ground, tick).snapshot(parameters, null);
    }
}
