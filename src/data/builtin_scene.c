// A still life for the eye: a ball, a tower and a striped box on a table, lit from the upper left. Rays are followed
// from the eye to the first thing they meet; from there some go to the lamp, which is wide and so makes soft shadows,
// and some to the sky, which darkens corners. Light is added up in linear units and stored as sRGB.
// Units: the ball's radius is about 1; x to the right, y up, z away from the eye.
#include "data/picture_parts.h"

#include <math.h>

typedef struct V {
    double x, y, z;
} V;

static V v(double x, double y, double z) { return (V){ x, y, z }; }
static V add(V a, V b) { return v(a.x + b.x, a.y + b.y, a.z + b.z); }
static V sub(V a, V b) { return v(a.x - b.x, a.y - b.y, a.z - b.z); }
static V times(V a, double by) { return v(a.x * by, a.y * by, a.z * by); }
static V filter(V a, V b) { return v(a.x * b.x, a.y * b.y, a.z * b.z); }
static double dot(V a, V b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
static V cross(V a, V b) { return v(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x); }
static V unit(V a) { return times(a, 1 / sqrt(dot(a, a))); }
static V mix(V a, V b, double t) { return add(times(a, 1 - t), times(b, t)); }

static double ease(double lo, double hi, double at)
{
    double t = fmin(fmax((at - lo) / (hi - lo), 0), 1);
    return t * t * (3 - 2 * t);
}

typedef struct Ray {
    V from, along; // along has length 1
} Ray;

// The nearest meeting so far; t is INFINITY for none.
typedef struct Meeting {
    double t;
    V normal, at; // at: in the thing's own coordinates, for its pattern
    int thing;
} Meeting;

enum { TABLE, BALL, TOWER, ROOF, BOX, MARBLE };

static void meet(Meeting *best, double t, int thing, V normal, V at)
{
    if (t > 1e-6 && t < best->t) *best = (Meeting){ t, normal, at, thing };
}

static V point(Ray ray, double t)
{
    return add(ray.from, times(ray.along, t));
}

static void ball(Meeting *best, Ray ray, V centre, double radius, int thing)
{
    V to = sub(ray.from, centre);
    double b = dot(to, ray.along), inside = b * b - dot(to, to) + radius * radius;
    if (inside < 0) return;
    double t = -b - sqrt(inside);
    V at = sub(point(ray, t), centre);
    meet(best, t, thing, times(at, 1 / radius), at);
}

static void table(Meeting *best, Ray ray)
{
    if (ray.along.y > -1e-9) return;
    double t = -ray.from.y / ray.along.y;
    meet(best, t, TABLE, v(0, 1, 0), point(ray, t));
}

// A round wall about the y axis through [foot] whose radius goes from r0 at its foot to r1 at [height].
static void wall(Meeting *best, Ray ray, V foot, double r0, double r1, double height, int thing)
{
    V o = sub(ray.from, foot), d = ray.along;
    double lean = (r1 - r0) / height, r = r0 + lean * o.y, dr = lean * d.y;
    double a = d.x * d.x + d.z * d.z - dr * dr, b = o.x * d.x + o.z * d.z - r * dr;
    double c = o.x * o.x + o.z * o.z - r * r, inside = b * b - a * c;
    if (inside < 0 || fabs(a) < 1e-12) return;
    for (int side = -1; side <= 1; side += 2) {
        double t = (-b + side * sqrt(inside)) / a;
        V at = add(o, times(d, t));
        if (at.y < 0 || at.y > height) continue;
        double here = r0 + lean * at.y;
        if (here > 0) meet(best, t, thing, unit(v(at.x / here, -lean, at.z / here)), at);
    }
}

static void disc(Meeting *best, Ray ray, V centre, double radius, double up, int thing)
{
    if (fabs(ray.along.y) < 1e-9) return;
    double t = (centre.y - ray.from.y) / ray.along.y;
    V at = sub(point(ray, t), centre);
    if (at.x * at.x + at.z * at.z <= radius * radius) meet(best, t, thing, v(0, up, 0), at);
}

// A box on the table, turned about the y axis by an angle of this cosine and sine.
static void box(Meeting *best, Ray ray, V foot, V half, double cosine, double sine)
{
    V o = sub(ray.from, add(foot, v(0, half.y, 0))), d = ray.along;
    o = v(cosine * o.x + sine * o.z, o.y, cosine * o.z - sine * o.x);
    d = v(cosine * d.x + sine * d.z, d.y, cosine * d.z - sine * d.x);
    double from[3] = { o.x, o.y, o.z }, along[3] = { d.x, d.y, d.z }, size[3] = { half.x, half.y, half.z };
    double enter = -INFINITY, leave = INFINITY;
    int face = 0;
    for (int i = 0; i < 3; i++) {
        double step = fabs(along[i]) < 1e-12 ? 1e-12 : along[i];
        double near = (-copysign(size[i], step) - from[i]) / step, far = (copysign(size[i], step) - from[i]) / step;
        if (near > enter) enter = near, face = i;
        leave = fmin(leave, far);
    }
    if (enter > leave) return;
    double out[3] = { 0 };
    out[face] = along[face] > 0 ? -1 : 1;
    V normal = v(cosine * out[0] - sine * out[2], out[1], sine * out[0] + cosine * out[2]);
    meet(best, enter, BOX, normal, add(o, times(d, enter)));
}

static const V BALL_AT = { -0.92, 1.12, 0.15 }, TOWER_AT = { 1.28, 0, 0.75 }, BOX_AT = { 0.72, 0, -0.98 };
#define TOWER_RADIUS 0.52
#define TOWER_HEIGHT 1.75

// Whether the ray comes within [radius] of [centre]: a quick no for things of many parts.
static bool may_meet(Ray ray, V centre, double radius)
{
    V to = sub(centre, ray.from);
    double along = dot(to, ray.along), square = dot(to, to);
    return square < radius * radius || (along > 0 && square - along * along < radius * radius);
}

static Meeting first(Ray ray)
{
    Meeting best = { .t = INFINITY };
    V top = add(TOWER_AT, v(0, TOWER_HEIGHT, 0));
    table(&best, ray);
    ball(&best, ray, BALL_AT, 1.12, BALL);
    ball(&best, ray, v(-0.42, 0.24, -1.5), 0.24, MARBLE);
    if (may_meet(ray, add(TOWER_AT, v(0, 1.3, 0)), 1.42)) {
        wall(&best, ray, TOWER_AT, TOWER_RADIUS, TOWER_RADIUS, TOWER_HEIGHT, TOWER);
        disc(&best, ray, top, 0.66, -1, ROOF);
        wall(&best, ray, top, 0.66, 0, 0.86, ROOF);
    }
    if (may_meet(ray, add(BOX_AT, v(0, 0.31, 0)), 0.62)) box(&best, ray, BOX_AT, v(0.40, 0.31, 0.34), 0.8678, 0.4969);
    return best;
}

// ---- what things are made of -----------------------------------------------------------------------------------

// Bricks around the tower in rows of 0.13, and two windows.
static V bricks(V at)
{
    double angle = atan2(at.z, at.x), row = floor(at.y / 0.13), across = angle * TOWER_RADIUS / 0.26;
    across += fmod(row, 2) / 2;
    double joint = fmin(at.y / 0.13 - row, 1 - (at.y / 0.13 - row)) * 0.13;
    joint = fmin(joint, fmin(across - floor(across), 1 - (across - floor(across))) * 0.26);
    for (int storey = 0; storey < 2; storey++) {
        double up = at.y - 0.62 - 0.62 * storey, side = (angle + 1.85) * TOWER_RADIUS;
        bool arch = up > 0 && side * side + up * up < 0.0121;
        if (arch || (up <= 0 && up > -0.2 && fabs(side) < 0.11)) return v(0.035, 0.04, 0.055);
    }
    return mix(v(0.30, 0.25, 0.21), v(0.72, 0.62, 0.49), ease(0.004, 0.016, joint));
}

static V colour_of(const Meeting *m)
{
    switch (m->thing) {
    case BALL: return v(0.62, 0.115, 0.06);
    case MARBLE: return v(0.80, 0.52, 0.10);
    case TOWER: return bricks(m->at);
    case ROOF: return v(0.09, 0.23, 0.27);
    case BOX: return fmod(m->at.x + m->at.y + 9, 0.15) < 0.05 ? v(0.80, 0.80, 0.76) : v(0.06, 0.15, 0.42);
    default: return v(0.40, 0.37, 0.335);
    }
}

static double shine_of(int thing)
{
    return thing == BALL ? 0.55 : thing == MARBLE ? 0.8 : thing == ROOF ? 0.15 : thing == BOX ? 0.1 : 0;
}

// ---- light -----------------------------------------------------------------------------------------------------

enum { RAYS = 4, PARTS = 9 }; // rays a point to lamp and sky; points a pixel, 3×3, each with rays of its own

static const V LAMP = { -5.2, 7.2, -5.4 };
#define LAMP_RADIUS 1.5
static const V LAMP_COLOUR = { 2.75, 2.55, 2.22 }, SKY_COLOUR = { 0.40, 0.47, 0.58 }, GLOW = { 0.17, 0.14, 0.11 };

// Points spread evenly over a disc of radius 1 (Roberts 2018, the R2 sequence), and the height of a dome above each.
typedef struct Spread {
    double x, y, up;
} Spread;

static void spread_make(Spread out[RAYS * PARTS])
{
    for (int i = 0; i < RAYS * PARTS; i++) {
        double square = fmod(0.5 + i * 0.7548776662466927, 1), turn = fmod(0.5 + i * 0.5698402909980532, 1);
        double angle = 2 * acos(-1) * turn;
        out[i] = (Spread){ sqrt(square) * cos(angle), sqrt(square) * sin(angle), sqrt(1 - square) };
    }
}

static V backdrop(V along)
{
    return mix(v(0.26, 0.30, 0.34), v(0.07, 0.10, 0.15), ease(-0.12, 0.34, along.y));
}

static V light_at(V at, V normal, const Spread *spread)
{
    double lamp = 0, sky = 0, up = 0;
    V side = unit(cross(fabs(normal.y) < 0.9 ? v(0, 1, 0) : v(1, 0, 0), normal)), other = cross(normal, side);
    V right = unit(cross(v(0, 1, 0), sub(LAMP, at))), above = cross(unit(sub(LAMP, at)), right);
    for (int i = 0; i < RAYS; i++) {
        V shifted = add(times(right, LAMP_RADIUS * spread[i].x), times(above, LAMP_RADIUS * spread[i].y));
        Ray ray = { add(at, times(normal, 1e-4)), unit(sub(add(LAMP, shifted), at)) };
        double facing = dot(normal, ray.along);
        if (facing > 0 && isinf(first(ray).t)) lamp += facing / RAYS;
        // the sky, by how squarely it is faced; light that comes off things is a warm rest
        ray.along = add(add(times(side, spread[i].x), times(other, spread[i].y)), times(normal, spread[i].up));
        Meeting m = first(ray);
        if (isinf(m.t)) sky += (0.55 + 0.45 * ray.along.y) / RAYS;
        else up += (m.thing == TABLE ? 1 : 0.6) / RAYS;
    }
    return add(add(times(LAMP_COLOUR, lamp), times(SKY_COLOUR, sky)), times(GLOW, up));
}

static V seen(Ray ray, const Spread *spread)
{
    Meeting m = first(ray);
    if (isinf(m.t)) return backdrop(ray.along);
    V at = point(ray, m.t), light = filter(colour_of(&m), light_at(at, m.normal, spread));
    double shine = shine_of(m.thing);
    if (shine > 0) { // the lamp mirrored as a soft spot, and the backdrop mirrored towards the rim
        V mirrored = sub(ray.along, times(m.normal, 2 * dot(ray.along, m.normal)));
        double spot = pow(fmax(0, dot(mirrored, unit(sub(LAMP, at)))), 60), rim = pow(1 + dot(ray.along, m.normal), 4);
        light = add(light, times(v(1, 0.97, 0.9), shine * spot));
        light = add(light, times(SKY_COLOUR, shine * 0.55 * rim));
    }
    // the table runs out into the backdrop
    return m.thing == TABLE ? mix(light, backdrop(v(0, ray.along.y, 0)), ease(9, 17, m.t)) : light;
}

static double stored(double light) // sRGB, IEC 61966-2-1
{
    light = 1 - exp(-0.92 * light); // highlights bend like film instead of being cut off
    return light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055;
}

void builtin_scene(float *rgb)
{
    const V eye = { 0.1, 2.35, -7.6 }, goal = { 0.12, 1.12, 0 };
    Spread spread[RAYS * PARTS];
    spread_make(spread);
    V ahead = unit(sub(goal, eye)), right = unit(cross(v(0, 1, 0), ahead)), up = cross(ahead, right);
    size_t plane = (size_t)BUILTIN_SIDE * BUILTIN_SIDE;
    for (int row = 0; row < BUILTIN_SIDE; row++)
    for (int col = 0; col < BUILTIN_SIDE; col++) {
        V sum = { 0 };
        for (int part = 0; part < PARTS; part++) {
            double x = (col + (part % 3 + 0.5) / 3) / BUILTIN_SIDE - 0.5;
            double y = 0.5 - (row + (part / 3 + 0.5) / 3) / BUILTIN_SIDE;
            V along = add(ahead, add(times(right, 0.58 * x), times(up, 0.58 * y)));
            V light = seen((Ray){ eye, unit(along) }, spread + part * RAYS);
            sum = add(sum, v(stored(light.x), stored(light.y), stored(light.z)));
        }
        float *at = rgb + (size_t)row * BUILTIN_SIDE + (size_t)col;
        at[0] = (float)(sum.x / PARTS), at[plane] = (float)(sum.y / PARTS), at[2 * plane] = (float)(sum.z / PARTS);
    }
}
