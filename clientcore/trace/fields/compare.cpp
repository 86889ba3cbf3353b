// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/fields/compare.h"

#include <algorithm>

namespace rumpscope::trace {

namespace {

/// A field that only one of them has, with everything below it.
FieldPair alone(const Field &field, bool first)
{
    FieldPair pair;
    pair.name = field.name;
    (first ? pair.first : pair.second) = field.text;
    pair.differs = true;
    for (const Field &child : field.children)
        pair.children.push_back(alone(child, first));
    pair.differsInside = !pair.children.empty();
    return pair;
}

} // namespace

FieldPair compare(const Field &first, const Field &second)
{
    FieldPair pair;
    pair.name = first.name == second.name ? first.name : first.name + " / " + second.name;
    pair.first = first.text;
    pair.second = second.text;
    pair.differs = first.text != second.text;
    std::vector<const Field *> left;
    for (const Field &child : second.children)
        left.push_back(&child);
    for (const Field &child : first.children) {
        const auto same = std::find_if(left.begin(), left.end(),
                                       [&](const Field *other) { return other->name == child.name; });
        if (same == left.end()) {
            pair.children.push_back(alone(child, true));
            continue;
        }
        pair.children.push_back(compare(child, **same));
        left.erase(same);
    }
    for (const Field *child : left)
        pair.children.push_back(alone(*child, false));
    pair.differsInside = std::any_of(pair.children.begin(), pair.children.end(), [](const FieldPair &child) {
        return child.differs || child.differsInside;
    });
    return pair;
}

} // namespace rumpscope::trace
