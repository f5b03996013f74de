/// The members of an object, to be found by name at once. The object itself looks through all of them each time.
package struct MemberIndex {
    private var members: [JSONObject.Member]
    private var places: [ExactName: Int]

    package init(_ object: JSONObject) {
        members = object.members
        places = Dictionary(members.indices.map { (ExactName(object.members[$0].name), $0) }) { first, _ in first }
    }

    package subscript(name: String) -> JSON? { places[ExactName(name)].map { members[$0].value } }

    /// Replaces the value where it stands, or adds it at the end.
    package mutating func set(_ name: String, _ value: JSON) {
        if let place = places[ExactName(name)] {
            members[place].value = value
        } else {
            places[ExactName(name)] = members.count
            members.append(JSONObject.Member(name, value))
        }
    }

    package var object: JSONObject { JSONObject(uniqueMembers: members) }
}
