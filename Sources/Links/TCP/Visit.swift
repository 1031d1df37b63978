import Synchronization

/// One connection from outside, from its admission to its end.
final class Visit: Sendable {
    private let place: ConnectionAdmission.Place
    private let admission: ConnectionAdmission
    private let isEstablished = Atomic(false)

    init(place: ConnectionAdmission.Place, admission: ConnectionAdmission) {
        self.place = place
        self.admission = admission
    }

    func establish() {
        isEstablished.store(true, ordering: .relaxed)
        admission.established(place)
    }

    func end() {
        admission.leave(place, wasEstablished: isEstablished.load(ordering: .relaxed))
    }
}
