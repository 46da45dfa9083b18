package io.sriov.testkit.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Draws what [ManyVfs] has measured, as SVG: two curves over the number of VFs, each with its own
/// scale.
final class Curve {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 80;
    private static final int TOP = 30;
    private static final int BOTTOM = 50;
    private static final int TICKS = 4;

    private final List<ManyVfs.Point> points;
    private final StringBuilder svg = new StringBuilder();

    private Curve(List<ManyVfs.Point> points) {
        this.points = points;
    }

    static String of(List<ManyVfs.Point> points) {
        var curve = new Curve(points);
        curve.draw();
        return curve.svg.toString();
    }

    private void draw() {
        add(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                """
                        .formatted(WIDTH, HEIGHT));
        int right = WIDTH - RIGHT;
        int bottom = HEIGHT - BOTTOM;
        add(
                "<path d=\"M%d %dV%dH%dV%d\" fill=\"none\" stroke=\"#444\"/>%n"
                        .formatted(LEFT, TOP, bottom, right, TOP));
        double mostVfs = points.getLast().vfs();
        for (int i = 0; i <= TICKS; i++) {
            int x = LEFT + i * (right - LEFT) / TICKS;
            text(x, bottom + 18, "middle", "#444", "%,.0f".formatted(mostVfs * i / TICKS));
        }
        text((LEFT + right) / 2, bottom + 38, "middle", "#444", "VFs");
        line(ManyVfs.Point::millis, 1000, "s", "#1f6fb2", LEFT - 8, "end");
        line(point -> point.retained(), 1 << 20, "MiB of heap", "#b2501f", right + 8, "start");
        add("</svg>\n");
    }

    /// A curve, with its scale at `x`.
    private void line(
            ToDoubleFunction<ManyVfs.Point> value,
            double unit,
            String name,
            String colour,
            int x,
            String anchor) {
        int bottom = HEIGHT - BOTTOM;
        double most = points.stream().mapToDouble(value).max().orElseThrow();
        for (int i = 1; i <= TICKS; i++) {
            text(
                    x,
                    bottom - i * (bottom - TOP) / TICKS + 4,
                    anchor,
                    colour,
                    "%.2f".formatted(most * i / TICKS / unit));
        }
        text(x, TOP - 12, anchor, colour, name);
        add(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n"
                        .formatted(
                                colour,
                                points.stream()
                                        .map(point ->
                                                "%.1f,%.1f"
                                                        .formatted(x(point), y(value, most, point)))
                                        .collect(Collectors.joining(" "))));
        points.forEach(point ->
                add(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n"
                                .formatted(x(point), y(value, most, point), colour)));
    }

    private double x(ManyVfs.Point point) {
        return LEFT + (double) point.vfs() / points.getLast().vfs() * (WIDTH - RIGHT - LEFT);
    }

    private static double y(
            ToDoubleFunction<ManyVfs.Point> value, double most, ManyVfs.Point point) {
        int bottom = HEIGHT - BOTTOM;
        return bottom - value.applyAsDouble(point) / most * (bottom - TOP);
    }

    private void text(int x, int y, String anchor, String colour, String text) {
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n"
                        .formatted(x, y, anchor, colour, text));
    }

    private void add(String text) {
        svg.append(text);
    }
}
